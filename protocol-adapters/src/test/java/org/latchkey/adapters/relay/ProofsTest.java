// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latchkey.config.MasterForm;
import org.latchkey.config.TokenSettings;
import org.latchkey.config.UpstreamSignIn;
import org.latchkey.config.UpstreamSignInSettings;
import org.latchkey.core.account.Account;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.factor.EnrolledFactors;
import org.latchkey.core.password.Peppers;
import org.latchkey.core.password.SealedSecret;
import org.latchkey.core.password.SealedSecrets;
import org.latchkey.core.password.Secret;
import org.latchkey.core.token.TokenSigner;
import org.latchkey.core.upstream.AccountUpstreams;

/** What an upstream is shown, byte for byte. */
class ProofsTest {
  private static final AccountId ID = new AccountId(new UUID(1, 2));
  private static final String AUDIENCE = "imap://mail.example.org:143";
  private static final String USER = "alice@example.org";

  @TempDir private Path folder;

  private final SealedSecrets seals = seals();

  private static SealedSecrets seals() {
    LinkedHashMap<String, byte[]> keys = new LinkedHashMap<>();
    keys.put("1", new byte[Peppers.KEY_BYTES]);
    return new SealedSecrets(new Peppers(keys), new SecureRandom());
  }

  private Proofs proofs(UpstreamSignIn how, MasterForm form) throws IOException {
    Path password = folder.resolve("master-password");
    if (!Files.exists(password)) {
      Files.writeString(password, "s3cret\n");
    }
    return new Proofs(
        new UpstreamSignInSettings(
            how, "mail", Optional.of("proxy"), Optional.of(password), form, Optional.empty()),
        seals,
        new TokenSigner(TokenSigner.newKey(), TokenSettings.defaults(), InstantSource.system()));
  }

  private static Account account(Optional<SealedSecret> secret) {
    return new Account(
        ID,
        "uid=alice",
        Set.of(USER),
        false,
        Optional.empty(),
        List.of(),
        List.of(),
        Map.of(),
        new AccountUpstreams(Map.of(), secret),
        EnrolledFactors.NONE,
        1);
  }

  private static String sasl(String mechanism, Optional<UpstreamProof> proof) {
    UpstreamProof.Sasl sasl = assertInstanceOf(UpstreamProof.Sasl.class, proof.orElseThrow());
    assertEquals(mechanism, sasl.mechanism());
    byte[] message = Base64.getDecoder().decode(sasl.initialResponse().octets());
    return new String(message, StandardCharsets.UTF_8);
  }

  @Test
  void masterNamesTheAccountAsAuthorizationIdentity() throws Exception {
    assertEquals(
        USER + "\0proxy\0s3cret",
        sasl(
            "PLAIN",
            proofs(UpstreamSignIn.MASTER, MasterForm.AUTHZID)
                .of(account(Optional.empty()), USER, AUDIENCE)));
  }

  @Test
  void masterNamesTheAccountBeforeASeparator() throws Exception {
    assertEquals(
        "\0" + USER + "*proxy\0s3cret",
        sasl(
            "PLAIN",
            proofs(UpstreamSignIn.MASTER, MasterForm.SEPARATOR)
                .of(account(Optional.empty()), USER, AUDIENCE)));
  }

  @Test
  void emptyMasterPasswordStopsTheStart() throws Exception {
    Files.writeString(folder.resolve("master-password"), "\n");
    assertThrows(IOException.class, () -> proofs(UpstreamSignIn.MASTER, MasterForm.AUTHZID));
  }

  @Test
  void accountsOwnSecretIsItsPassword() throws Exception {
    Secret secret = Secret.takeOver("own s3cret".getBytes(StandardCharsets.UTF_8));
    assertEquals(
        "\0" + USER + "\0own s3cret",
        sasl(
            "PLAIN",
            proofs(UpstreamSignIn.SECRET, MasterForm.AUTHZID)
                .of(account(Optional.of(seals.seal(ID, secret))), USER, AUDIENCE)));
  }

  @Test
  void accountWithoutASecretOrWithAnothersHasNoProof() throws Exception {
    Proofs proofs = proofs(UpstreamSignIn.SECRET, MasterForm.AUTHZID);
    assertTrue(proofs.of(account(Optional.empty()), USER, AUDIENCE).isEmpty());
    Secret secret = Secret.takeOver("another's".getBytes(StandardCharsets.UTF_8));
    SealedSecret anothers = seals.seal(new AccountId(new UUID(9, 9)), secret);
    assertTrue(proofs.of(account(Optional.of(anothers)), USER, AUDIENCE).isEmpty());
  }

  @Test
  void oauthBearerSpellsTheNameAsGs2Does() throws Exception {
    String message =
        sasl(
            "OAUTHBEARER",
            proofs(UpstreamSignIn.OAUTHBEARER, MasterForm.AUTHZID)
                .of(account(Optional.empty()), "a,b=c@example.org", AUDIENCE));
    assertTrue(message.startsWith("n,a=a=2Cb=3Dc@example.org,\1auth=Bearer ey"), message);
    assertTrue(message.endsWith("\1\1"), message);
  }

  @Test
  void xoauth2NamesTheUserAsItIs() throws Exception {
    String message =
        sasl(
            "XOAUTH2",
            proofs(UpstreamSignIn.XOAUTH2, MasterForm.AUTHZID)
                .of(account(Optional.empty()), USER, AUDIENCE));
    assertTrue(message.startsWith("user=" + USER + "\1auth=Bearer ey"), message);
  }

  @Test
  void trustedOnesAreShownNothing() throws Exception {
    assertInstanceOf(
        UpstreamProof.None.class,
        proofs(UpstreamSignIn.NONE, MasterForm.AUTHZID)
            .of(account(Optional.empty()), USER, AUDIENCE)
            .orElseThrow());
    assertInstanceOf(
        UpstreamProof.Xclient.class,
        proofs(UpstreamSignIn.XCLIENT, MasterForm.AUTHZID)
            .of(account(Optional.empty()), USER, AUDIENCE)
            .orElseThrow());
  }
}
