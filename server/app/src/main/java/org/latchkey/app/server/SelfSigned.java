// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.server;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes the certificate that a server has until its operator gives it a real one: ECDSA, P-256. */
final class SelfSigned {
  private static final Duration VALID = Duration.ofDays(3650);
  private static final List<String> LOOPBACK = List.of("127.0.0.1", "::1");

  /** X.520's upper bound. */
  private static final int MOST_COMMON_NAME = 64;

  /** The type of a DNS name in {@link X509Certificate#getSubjectAlternativeNames}. */
  private static final int DNS = 2;

  private SelfSigned() {}

  /** Makes a key and a certificate for the host, and for this machine's loopback addresses. */
  static void make(String host, Path certificate, Path key, SecureRandom random)
      throws IOException {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      KeyPair pair = generator.generateKeyPair();
      OwnFiles.write(key, pem(new JcaPKCS8Generator(pair.getPrivate(), null)));
      OwnFiles.write(certificate, pem(certificate(host, pair, random)));
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IOException("a certificate can't be made: " + e.getMessage(), e);
    }
  }

  /**
   * Makes the certificate anew, under the same key, where it is one that {@link #make} made and is
   * for another host.
   */
  static void rename(String host, Path certificate, Path key, SecureRandom random)
      throws IOException {
    X509Certificate present = CertificateFiles.chain(certificate).getFirst();
    List<String> names = dnsNames(present);
    if (names.contains(host) || !isOurs(present, names)) {
      return;
    }
    try {
      KeyPair pair = new KeyPair(present.getPublicKey(), CertificateFiles.key(key));
      OwnFiles.write(certificate, pem(certificate(host, pair, random)));
    } catch (OperatorCreationException e) {
      throw new IOException("it can't be signed: " + e.getMessage(), e);
    }
  }

  /** By what no certificate of an authority has: it vouches for itself, and for localhost. */
  private static boolean isOurs(X509Certificate certificate, List<String> names) {
    try {
      certificate.verify(certificate.getPublicKey());
    } catch (GeneralSecurityException e) {
      return false;
    }
    Duration valid =
        Duration.between(
            certificate.getNotBefore().toInstant(), certificate.getNotAfter().toInstant());
    return names.contains("localhost") && valid.equals(VALID.plus(Duration.ofHours(1)));
  }

  private static List<String> dnsNames(X509Certificate certificate) throws IOException {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names == null
          ? List.of()
          : names.stream()
              .filter(name -> name.getFirst().equals(DNS))
              .map(name -> (String) name.get(1))
              .toList();
    } catch (CertificateParsingException e) {
      throw new IOException("its names can't be read", e);
    }
  }

  private static X509CertificateHolder certificate(String host, KeyPair pair, SecureRandom random)
      throws IOException, OperatorCreationException {
    String commonName = host.length() <= MOST_COMMON_NAME ? host : "Latchkey";
    var name = new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, commonName).build();
    Instant now = Instant.now();
    return new JcaX509v3CertificateBuilder(
            name,
            new BigInteger(120, random),
            Date.from(now.minus(Duration.ofHours(1))),
            Date.from(now.plus(VALID)),
            name,
            pair.getPublic())
        .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
        .addExtension(Extension.subjectAlternativeName, false, names(host))
        .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()));
  }

  private static GeneralNames names(String host) {
    Set<GeneralName> names = new LinkedHashSet<>();
    for (String each : List.of(host, "localhost")) {
      names.add(new GeneralName(GeneralName.dNSName, each));
    }
    for (String each : LOOPBACK) {
      names.add(new GeneralName(GeneralName.iPAddress, each));
    }
    return new GeneralNames(names.toArray(GeneralName[]::new));
  }

  private static String pem(Object object) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(object);
    }
    return text.toString();
  }
}
