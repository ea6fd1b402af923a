// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.onboarding;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.operator.OperatorCreationException;
import org.latchkey.core.tls.KeyPairs;

/**
 * Signs profiles, so that a device says who they are from: CMS SignedData (RFC 5652 §5) in DER with
 * the profile and the whole chain inside. Safe for many threads.
 */
public final class ProfileSigner {
  private final List<X509Certificate> chain;
  private final PrivateKey key;
  private final String algorithm;

  private ProfileSigner(List<X509Certificate> chain, PrivateKey key) throws IOException {
    this.chain = chain;
    this.key = key;
    this.algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC", "ECDSA" -> "SHA256withECDSA";
          default ->
              throw new IOException("it must be an RSA or EC key, which Apple's devices know");
        };
  }

  /**
   * A signer.
   *
   * @param certificate a PEM file with the chain, the signer's own certificate first
   * @param key a PEM file with its private key, in the clear: PKCS #8, or the older forms
   * @throws IOException when they can't be read, or aren't of each other
   */
  public static ProfileSigner load(Path certificate, Path key) throws IOException {
    try {
      ProfileSigner signer = new ProfileSigner(chain(certificate), key(key));
      signer.checkPair();
      return signer;
    } catch (GeneralSecurityException e) {
      throw new IOException("profiles can't be signed: " + e.getMessage(), e);
    }
  }

  private static List<X509Certificate> chain(Path file)
      throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(file)) {
      List<X509Certificate> chain = new ArrayList<>();
      CertificateFactory.getInstance("X.509")
          .generateCertificates(in)
          .forEach(each -> chain.add((X509Certificate) each));
      if (chain.isEmpty()) {
        throw new IOException(file + " holds no certificate");
      }
      return List.copyOf(chain);
    }
  }

  private static PrivateKey key(Path file) throws IOException {
    try (Reader in = Files.newBufferedReader(file);
        PEMParser pem = new PEMParser(in)) {
      for (Object found = pem.readObject(); found != null; found = pem.readObject()) {
        switch (found) {
          case PrivateKeyInfo pkcs8 -> {
            return new JcaPEMKeyConverter().getPrivateKey(pkcs8);
          }
          case PEMKeyPair pair -> {
            return new JcaPEMKeyConverter().getPrivateKey(pair.getPrivateKeyInfo());
          }
          default -> {} // such as the parameters of a curve
        }
      }
    }
    throw new IOException(file + " holds no private key in the clear");
  }

  private void checkPair() throws IOException {
    try {
      if (KeyPairs.match(key, chain.getFirst())) {
        return;
      }
    } catch (GeneralSecurityException anotherKindOfKey) {
      // then it isn't the certificate's either
    }
    throw new IOException("the profile key is not that of the profile certificate");
  }

  /** The signed profile; the caller wipes both. */
  public byte[] sign(byte[] profile) {
    try {
      CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
      generator.addSignerInfoGenerator(
          new JcaSimpleSignerInfoGeneratorBuilder().build(algorithm, key, chain.getFirst()));
      generator.addCertificates(new JcaCertStore(chain));
      return generator
          .generate(new CMSProcessableByteArray(profile), true)
          .getEncoded(ASN1Encoding.DER);
    } catch (CMSException | OperatorCreationException | GeneralSecurityException | IOException e) {
      throw new IllegalStateException("a key that has signed before doesn't", e);
    }
  }
}
