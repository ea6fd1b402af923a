// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.faults;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** An HTTP/1.1 client with one connection, which it keeps. */
final class TlsClient implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 30_000;

  private final SSLSocket socket;

  TlsClient(int port, Path certificate) throws IOException, GeneralSecurityException {
    socket = (SSLSocket) trusting(certificate).getSocketFactory().createSocket("127.0.0.1", port);
    socket.setSoTimeout(PATIENCE_MILLIS);
  }

  /** Trusts this certificate alone. */
  static SSLContext trusting(Path certificate) throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    try (InputStream in = Files.newInputStream(certificate)) {
      trusted.setCertificateEntry(
          "server", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  /** A request that signs in; the status line of its answer. */
  String signIn(String user, String password) throws IOException {
    String basic =
        Base64.getEncoder()
            .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    socket
        .getOutputStream()
        .write(
            ("PROPFIND /carddav/ HTTP/1.1\r\nHost: localhost\r\nDepth: 0\r\nContent-Length: 0\r\n"
                    + "Authorization: Basic "
                    + basic
                    + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    byte[] answer = new byte[65_536];
    int read = socket.getInputStream().read(answer);
    return new String(answer, 0, Math.max(0, read), StandardCharsets.UTF_8)
        .lines()
        .findFirst()
        .orElse("");
  }

  /** Returns when the server has closed it in good order, with TLS's own goodbye; else throws. */
  void awaitEnd() throws IOException {
    var _ = socket.getInputStream().readAllBytes();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
