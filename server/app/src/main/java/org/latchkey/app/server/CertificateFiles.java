// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.latchkey.core.tls.KeyPairs;

/**
 * PEM files of certificates and keys (RFC 7468), as an operator lays them down. The message of an
 * exception is the rest of a sentence that begins with the file's name.
 */
final class CertificateFiles {
  private static final String PEM = "-----BEGIN CERTIFICATE-----";

  private static final String ENCRYPTED =
      "holds a key that a password is needed for: \"openssl pkey\" takes it off";

  private CertificateFiles() {}

  /**
   * The certificates in a file, at least one.
   *
   * @throws IOException when it holds none, or one that is broken
   */
  static List<X509Certificate> chain(Path file) throws IOException {
    if (!Files.readString(file, StandardCharsets.ISO_8859_1).contains(PEM)) {
      throw new IOException("holds no certificate in PEM");
    }
    List<X509Certificate> chain = new ArrayList<>();
    try (InputStream in = Files.newInputStream(file)) {
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        chain.add((X509Certificate) each);
      }
    } catch (GeneralSecurityException e) {
      throw new IOException("holds a certificate that can't be read, or something else", e);
    }
    return chain;
  }

  /**
   * What others won't put up with in certificates, now.
   *
   * @return the rest of a sentence for each
   */
  static List<String> doubts(List<X509Certificate> certificates) {
    List<String> doubts = new ArrayList<>();
    Instant now = Instant.now();
    for (int i = 0; i < certificates.size(); i++) {
      X509Certificate each = certificates.get(i);
      if (each.getNotAfter().toInstant().isBefore(now)) {
        doubts.add("certificate %d expired on %s".formatted(i + 1, each.getNotAfter().toInstant()));
      } else if (each.getNotBefore().toInstant().isAfter(now)) {
        doubts.add(
            "certificate %d isn't valid before %s"
                .formatted(i + 1, each.getNotBefore().toInstant()));
      }
    }
    return doubts;
  }

  /** Checks that each certificate but the first has issued the one before it. */
  static void demandOrder(List<X509Certificate> chain) throws IOException {
    for (int i = 1; i < chain.size(); i++) {
      if (!issued(chain.get(i), chain.get(i - 1))) {
        throw new IOException(
            "holds certificates in the wrong order: number %d isn't the issuer of number %d"
                .formatted(i + 1, i));
      }
    }
  }

  private static boolean issued(X509Certificate issuer, X509Certificate certificate) {
    try {
      certificate.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /**
   * Checks that a file holds a private key in PKCS #8 without a password, which all parts of the
   * server can read.
   */
  static void demandPlainKey(Path file) throws IOException {
    PrivateKey _ = key(file);
  }

  static PrivateKey key(Path file) throws IOException {
    try (Reader in = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1);
        PEMParser pem = new PEMParser(in)) {
      for (Object found = pem.readObject(); found != null; found = pem.readObject()) {
        switch (found) {
          case PrivateKeyInfo pkcs8 -> {
            return new JcaPEMKeyConverter().getPrivateKey(pkcs8);
          }
          case PEMKeyPair _ ->
              throw new IOException(
                  "holds a key in an older form: \"openssl pkcs8 -topk8 -nodes\" makes PKCS #8 of"
                      + " it");
          case PKCS8EncryptedPrivateKeyInfo _ -> throw new IOException(ENCRYPTED);
          case PEMEncryptedKeyPair _ -> throw new IOException(ENCRYPTED);
          default -> {} // such as the parameters of a curve, or the certificate
        }
      }
    } catch (PEMException e) {
      throw new IOException("holds a key that can't be read", e);
    }
    throw new IOException("holds no private key in PEM");
  }

  /**
   * Checks that the key is that of the chain's first certificate.
   *
   * @throws IOException when it isn't; the sentence begins with the key's file
   */
  static void demandPair(Path chain, Path keyFile) throws IOException {
    List<X509Certificate> certificates = chain(chain);
    PrivateKey key = key(keyFile);
    for (int i = 0; i < certificates.size(); i++) {
      if (match(key, certificates.get(i))) {
        if (i > 0) {
          throw new IOException(
              "is the key of certificate %d in %s, which has to come first"
                  .formatted(i + 1, chain));
        }
        return;
      }
    }
    throw new IOException("isn't the key of the certificate in " + chain);
  }

  private static boolean match(PrivateKey key, X509Certificate certificate) {
    try {
      return KeyPairs.match(key, certificate);
    } catch (GeneralSecurityException anotherKindOfKey) {
      return false;
    }
  }
}
