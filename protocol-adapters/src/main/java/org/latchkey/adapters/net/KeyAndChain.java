// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.net;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.latchkey.core.tls.KeyPairs;

/**
 * A certificate chain and its private key, which belong together.
 *
 * @param chain the server's own certificate first
 */
record KeyAndChain(PrivateKey key, List<X509Certificate> chain) {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----");

  KeyAndChain {
    chain = List.copyOf(chain);
  }

  /**
   * Reads PEM files (RFC 7468).
   *
   * @throws IOException when they can't be read, hold something else, or don't belong together
   */
  static KeyAndChain read(Path certificate, Path key) throws IOException {
    try {
      List<X509Certificate> chain = chain(certificate);
      String algorithm = chain.getFirst().getPublicKey().getAlgorithm();
      PrivateKey privateKey = privateKey(key, algorithm);
      if (!KeyPairs.match(privateKey, chain.getFirst())) {
        throw new IOException("the key in " + key + " isn't that of the one in " + certificate);
      }
      return new KeyAndChain(privateKey, chain);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(
          "%s and %s aren't a certificate and its PKCS #8 key in PEM".formatted(certificate, key),
          e);
    }
  }

  private static List<X509Certificate> chain(Path file)
      throws IOException, GeneralSecurityException {
    List<X509Certificate> chain = new ArrayList<>();
    try (InputStream pem = Files.newInputStream(file)) {
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        chain.add((X509Certificate) each);
      }
    }
    if (chain.isEmpty()) {
      throw new IOException("there is no certificate in " + file);
    }
    return chain;
  }

  private static PrivateKey privateKey(Path file, String algorithm)
      throws IOException, GeneralSecurityException {
    Matcher pem = KEY.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
    if (!pem.find()) {
      throw new IOException("there is no PKCS #8 private key without a password in " + file);
    }
    byte[] octets = Base64.getMimeDecoder().decode(pem.group(1));
    return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(octets));
  }
}
