// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.latchkey.adapters.net.TlsMaterial;

/** Two certificates for loopback, made for tests and good for nothing else. */
public final class TestTls {
  private TestTls() {}

  /** A file of the test resources. */
  public static Path resource(String name) {
    try {
      URL url = Objects.requireNonNull(TestTls.class.getResource("/" + name), name);
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** The first certificate. */
  public static TlsMaterial material() {
    try {
      return new TlsMaterial(resource("tls/first.pem"), resource("tls/first-key.pem"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A client that trusts both. */
  public static SSLContext client() {
    try {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      for (String name : new String[] {"first", "second"}) {
        try (InputStream pem = Files.newInputStream(resource("tls/" + name + ".pem"))) {
          trusted.setCertificateEntry(
              name, CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
