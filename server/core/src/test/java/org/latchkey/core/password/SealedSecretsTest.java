// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.password;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.core.account.AccountId;

class SealedSecretsTest {
  private static final AccountId ALICE = new AccountId(new UUID(1, 2));
  private static final AccountId BOB = new AccountId(new UUID(1, 3));

  private final SealedSecrets seals = under("new", "old");

  private static SealedSecrets under(String... kids) {
    SequencedMap<String, byte[]> keys = new LinkedHashMap<>();
    for (String kid : kids) {
      byte[] key = new byte[Peppers.KEY_BYTES];
      key[0] = (byte) kid.charAt(0);
      keys.put(kid, key);
    }
    return new SealedSecrets(new Peppers(keys), new SecureRandom());
  }

  private static Secret secret(String text) {
    return Secret.takeOver(text.getBytes(UTF_8));
  }

  @Test
  void whatIsSealedOpensForItsAccount() {
    String stored = seals.seal(ALICE, secret("s3cret ü")).stored();
    Optional<Secret> opened = seals.open(ALICE, SealedSecret.parse(stored).orElseThrow());
    assertArrayEquals("s3cret ü".getBytes(UTF_8), opened.orElseThrow().octets());
  }

  @Test
  void itOpensForNobodyElse() {
    assertTrue(seals.open(BOB, seals.seal(ALICE, secret("s3cret"))).isEmpty());
  }

  @Test
  void oneThatWasChangedDoesNotOpen() {
    String stored = seals.seal(ALICE, secret("s3cret")).stored();
    int at = stored.length() - 8;
    char other = stored.charAt(at) == 'A' ? 'B' : 'A';
    String changed = stored.substring(0, at) + other + stored.substring(at + 1);
    assertTrue(seals.open(ALICE, SealedSecret.parse(changed).orElseThrow()).isEmpty());
  }

  @Test
  void olderPepperStillOpensAndAGoneOneDoesNot() {
    SealedSecret sealed = under("old").seal(ALICE, secret("s3cret"));
    assertTrue(seals.open(ALICE, sealed).isPresent());
    assertTrue(under("new").open(ALICE, sealed).isEmpty());
  }

  @Test
  void oneSecretNeverLooksTheSameTwice() {
    assertNotEquals(
        seals.seal(ALICE, secret("s3cret")).stored(), seals.seal(ALICE, secret("s3cret")).stored());
  }

  @Test
  void itNeverPrints() {
    assertEquals("SealedSecret[new]", seals.seal(ALICE, secret("s3cret")).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "s3cret", "{SEAL1}", "{SEAL1}new$", "{SEAL1}new$a", "{SEAL2}new$AAAA"})
  void whatIsMalformedIsNone(String stored) {
    assertTrue(SealedSecret.parse(stored).isEmpty());
  }

  @Test
  void whatIsTooShortDoesNotOpen() {
    assertTrue(seals.open(ALICE, SealedSecret.parse("{SEAL1}new$AAAA").orElseThrow()).isEmpty());
  }
}
