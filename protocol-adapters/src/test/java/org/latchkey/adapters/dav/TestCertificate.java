// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A self-signed certificate for 127.0.0.1, made with the JDK's keytool. */
record TestCertificate(Path store) {
  private static final String PASSWORD = "changeit";

  static TestCertificate make(Path folder, String name) throws Exception {
    Path store = folder.resolve(name + ".p12");
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    Process process =
        new ProcessBuilder(
                (keytool
                        + " -genkeypair -alias a -keyalg EC -groupname secp256r1 -validity 30"
                        + " -ext san=ip:127.0.0.1 -storetype PKCS12 -dname CN="
                        + name
                        + " -storepass "
                        + PASSWORD
                        + " -keystore "
                        + store)
                    .split(" "))
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(said);
    }
    return new TestCertificate(store);
  }

  private KeyStore load() throws IOException, GeneralSecurityException {
    KeyStore loaded = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      loaded.load(in, PASSWORD.toCharArray());
    }
    return loaded;
  }

  /** Writes it to these files, over what is there. */
  void write(DavServer.Tls files) throws IOException, GeneralSecurityException {
    KeyStore loaded = load();
    pem(files.certificate(), "CERTIFICATE", loaded.getCertificate("a").getEncoded());
    pem(files.key(), "PRIVATE KEY", loaded.getKey("a", PASSWORD.toCharArray()).getEncoded());
  }

  private static void pem(Path file, String type, byte[] der) throws IOException {
    String body = Base64.getMimeEncoder().encodeToString(der);
    Files.writeString(
        file, "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(type, body));
  }

  /** A client's context that trusts these and nothing else. */
  static SSLContext trusting(TestCertificate... certificates)
      throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    for (TestCertificate each : certificates) {
      trusted.setCertificateEntry(each.store().toString(), each.load().getCertificate("a"));
    }
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
