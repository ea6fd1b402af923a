// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.adminport;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.latchkey.core.tls.KeyPairs;

/** Makes the key store file that ApacheDS wants of the PEM files that everything else uses. */
final class PemKeyStore {
  private PemKeyStore() {}

  /**
   * Writes the key store, for its owner alone to read.
   *
   * @throws IOException when a PEM file can't be read or holds no certificate or key, or the key
   *     isn't the first certificate's; what was written before is kept
   */
  static void write(Path certificates, Path key, Path keyStore, char[] password)
      throws IOException {
    try {
      Certificate[] chain = chain(certificates);
      PrivateKey privateKey = privateKey(key);
      if (!KeyPairs.match(privateKey, chain[0])) {
        throw new IOException("the key in " + key + " isn't that of the one in " + certificates);
      }
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("server", privateKey, password, chain);
      Files.deleteIfExists(keyStore);
      Files.createFile(
          keyStore,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      try (OutputStream out = Files.newOutputStream(keyStore)) {
        store.store(out, password);
      }
    } catch (GeneralSecurityException e) {
      throw new IOException("the certificate and key can't be used: " + e.getMessage(), e);
    }
  }

  private static Certificate[] chain(Path pem) throws IOException, GeneralSecurityException {
    try (var in = Files.newInputStream(pem)) {
      Certificate[] chain =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(in)
              .toArray(Certificate[]::new);
      if (chain.length == 0) {
        throw new IOException(pem + " holds no certificate");
      }
      return chain;
    }
  }

  private static PrivateKey privateKey(Path pem) throws IOException {
    try (Reader reader = Files.newBufferedReader(pem);
        PEMParser parser = new PEMParser(reader)) {
      JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
      for (Object part = parser.readObject(); part != null; part = parser.readObject()) {
        if (part instanceof PrivateKeyInfo info) {
          return converter.getPrivateKey(info);
        }
        if (part instanceof PEMKeyPair pair) {
          return converter.getPrivateKey(pair.getPrivateKeyInfo());
        }
      }
      throw new IOException(pem + " holds no private key");
    }
  }
}
