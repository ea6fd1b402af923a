// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.onboarding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.core.account.Service;
import org.latchkey.core.password.Secret;

/** Signatures as OpenSSL judges them: by an authority that signed the signer's certificate. */
class ProfileSignerTest {
  @TempDir private Path folder;

  @BeforeEach
  void anAuthorityIsThere() throws Exception {
    Tool.demand("openssl");
    openssl(
        "req -x509 -newkey rsa:2048 -nodes -keyout ca-key.pem -out ca.pem -days 2 -subj /CN=CA");
  }

  private void openssl(String arguments) throws Exception {
    Tool.Ran ran = Tool.run(folder, new byte[0], ("openssl " + arguments).split(" "));
    assertEquals(0, ran.exitCode(), ran.out());
  }

  private ProfileSigner signer(String newKey) throws Exception {
    openssl("req -new -newkey " + newKey + " -nodes -keyout key.pem -out it.csr -subj /CN=Signer");
    openssl("x509 -req -in it.csr -CA ca.pem -CAkey ca-key.pem -set_serial 7 -days 2 -out it.pem");
    return load("key.pem");
  }

  private ProfileSigner load(String key) throws IOException {
    Path chain = folder.resolve("chain.pem");
    Files.writeString(
        chain,
        Files.readString(folder.resolve("it.pem")) + Files.readString(folder.resolve("ca.pem")));
    return ProfileSigner.load(chain, folder.resolve(key));
  }

  private static byte[] profile() {
    try (Secret appPassword = Example.appPassword()) {
      return AppleProfile.make(
              Example.everything(), Example.iPhone(EnumSet.allOf(Service.class)), appPassword)
          .orElseThrow();
    }
  }

  private Tool.Ran verify(byte[] signed) throws Exception {
    Files.write(folder.resolve("signed"), signed);
    return Tool.run(
        folder,
        new byte[0],
        "openssl smime -verify -inform DER -in signed -CAfile ca.pem -out content".split(" "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rsa:2048", "ec -pkeyopt ec_paramgen_curve:P-256"})
  void opensslVerifiesItAndFindsTheProfileInside(String newKey) throws Exception {
    byte[] profile = profile();
    Tool.Ran ran = verify(signer(newKey).sign(profile));
    assertEquals(0, ran.exitCode(), ran.out());
    assertArrayEquals(profile, Files.readAllBytes(folder.resolve("content")));
  }

  @Test
  void oneChangedOctetIsFound() throws Exception {
    byte[] signed = signer("rsa:2048").sign(profile());
    int at = new String(signed, StandardCharsets.ISO_8859_1).indexOf("mail.example.org");
    assertTrue(at > 0);
    signed[at] = 'n';
    Tool.Ran ran = verify(signed);
    assertNotEquals(0, ran.exitCode());
    assertTrue(ran.out().contains("digest failure"), ran.out());
  }

  @Test
  void keysInTheOlderFormsAreRead() throws Exception {
    signer("rsa:2048");
    openssl("rsa -in key.pem -traditional -out old.pem");
    assertTrue(Files.readString(folder.resolve("old.pem")).contains("BEGIN RSA PRIVATE KEY"));
    assertEquals(0, verify(load("old.pem").sign(profile())).exitCode());

    signer("ec -pkeyopt ec_paramgen_curve:P-256");
    openssl("ec -in key.pem -out old.pem");
    assertTrue(Files.readString(folder.resolve("old.pem")).contains("BEGIN EC PRIVATE KEY"));
    assertEquals(0, verify(load("old.pem").sign(profile())).exitCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"rsa:2048", "ec -pkeyopt ec_paramgen_curve:P-256"})
  void keyOfAnotherCertificateIsRefused(String newKey) throws Exception {
    signer(newKey);
    IOException e = assertThrows(IOException.class, () -> load("ca-key.pem"));
    assertEquals("the profile key is not that of the profile certificate", e.getMessage());
  }

  @Test
  void whatIsNoKeyOrNoCertificateIsRefusedByName() throws Exception {
    signer("rsa:2048");
    IOException noKey = assertThrows(IOException.class, () -> load("it.pem"));
    assertEquals(
        folder.resolve("it.pem") + " holds no private key in the clear", noKey.getMessage());
    Path none = Files.createFile(folder.resolve("empty.pem"));
    IOException noCertificate =
        assertThrows(IOException.class, () -> ProfileSigner.load(none, folder.resolve("key.pem")));
    assertEquals(none + " holds no certificate", noCertificate.getMessage());
  }

  @Test
  void keyThatApplesDevicesDoNotKnowIsRefused() {
    IOException e = assertThrows(IOException.class, () -> signer("ed25519"));
    assertTrue(String.valueOf(e.getMessage()).contains("RSA or EC"), e.getMessage());
  }
}
