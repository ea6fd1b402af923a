// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.notice;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.latchkey.core.upstream.SystemAuthorities;

/** TLS towards the relay, whose certificate the given authorities or the system's vouch for. */
final class RelayTls {
  private RelayTls() {}

  /**
   * @param authorities a PEM file; empty means the system's
   * @throws IOException when it can't be used
   */
  static SSLSocketFactory sockets(Optional<Path> authorities) throws IOException {
    try {
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      Optional<Path> pem = authorities.or(SystemAuthorities::file);
      trust.init(pem.isPresent() ? keyStore(pem.get()) : null);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new IOException(
          authorities.map(Path::toString).orElse("the system's authorities") + " can't be used", e);
    }
  }

  private static KeyStore keyStore(Path pem) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream in = Files.newInputStream(pem)) {
      int count = 0;
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("authority-" + count++, each);
      }
      if (count == 0) {
        throw new IOException(pem + " has no certificate in it");
      }
    }
    return store;
  }
}
