// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.server;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
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

  private SelfSigned() {}

  static void make(Path certificate, Path key, SecureRandom random) throws IOException {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      KeyPair pair = generator.generateKeyPair();
      OwnFiles.write(key, pem(new JcaPKCS8Generator(pair.getPrivate(), null)));
      OwnFiles.write(certificate, pem(certificate(pair, random)));
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IOException("a certificate can't be made: " + e.getMessage(), e);
    }
  }

  private static X509CertificateHolder certificate(KeyPair pair, SecureRandom random)
      throws IOException, OperatorCreationException {
    String host = hostName();
    var name = new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, host).build();
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
    for (String each : List.of("127.0.0.1", "::1")) {
      names.add(new GeneralName(GeneralName.iPAddress, each));
    }
    return new GeneralNames(names.toArray(GeneralName[]::new));
  }

  /** The machine's name where it is fit for a certificate. */
  private static String hostName() {
    try {
      String name = InetAddress.getLocalHost().getHostName();
      return name.matches("[A-Za-z0-9.-]{1,63}") ? name : "localhost";
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  private static String pem(Object object) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(object);
    }
    return text.toString();
  }
}
