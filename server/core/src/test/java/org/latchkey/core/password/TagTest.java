// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.password;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latchkey.core.testing.Example.ALICE;
import static org.latchkey.core.testing.Example.BOB;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.testing.Example;

final class TagTest {
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxg";
  private static final String OTHER_LETTERS = "aaaaaaaaaaaaaaaaaaaaaaaaa";
  private static final String MAC = "GLOXpOfXLvIufMXX+RKoDh0exzkgTQbfU1+sFXvge8o=";

  private final Peppers peppers = Example.peppers("k2", "k1");

  /** The MAC is Python's: {@code hmac.new(bytes(range(32)), b"apw1\0" + uuid.bytes + letters)}. */
  @Test
  void theTagIsTheHmacOfDomainAccountAndSecret() {
    byte[] key = new byte[32];
    for (int i = 0; i < key.length; i++) {
      key[i] = (byte) i;
    }
    Peppers known = new Peppers(new LinkedHashMap<>(Map.of("2026-01", key)));
    assertEquals("{APW1}2026-01$" + MAC, tag(known, ALICE, LETTERS).stored());
  }

  @Test
  void theStoredTextIsReadBackTheSame() {
    Tag tag = tag(peppers, ALICE, LETTERS);
    Tag back = Tag.parse(tag.stored()).orElseThrow();
    assertEquals(tag, back);
    assertEquals(tag.hashCode(), back.hashCode());
    assertEquals(tag.stored(), back.stored());
    assertEquals("k2", back.kid());
  }

  @Test
  void theSecretItWasMadeOfMatchesAndAnotherDoesNot() {
    Tag tag = tag(peppers, ALICE, LETTERS);
    assertTrue(matches(peppers, ALICE, LETTERS, tag));
    assertFalse(matches(peppers, ALICE, OTHER_LETTERS, tag));
  }

  @Test
  void aTagMovedToAnotherAccountIsWorthless() {
    Tag tag = tag(peppers, ALICE, LETTERS);
    assertFalse(matches(peppers, BOB, LETTERS, tag));
    assertNotEquals(tag, tag(peppers, BOB, LETTERS));
  }

  @Test
  void aTagUnderAnOlderPepperMatchesUntilThatIsDropped() {
    Tag old = tag(Example.peppers("k1"), ALICE, LETTERS);
    assertTrue(matches(Example.peppers("k2", "k1"), ALICE, LETTERS, old));
    assertFalse(matches(Example.peppers("k2"), ALICE, LETTERS, old));
  }

  @Test
  void theFirstPepperIsTheCurrentOne() {
    assertEquals("k2", peppers.currentKid());
    assertEquals("k2", tag(peppers, ALICE, LETTERS).kid());
  }

  @Test
  void theSameMacUnderAnotherKidNeverMatches() {
    String stored = tag(peppers, ALICE, LETTERS).stored();
    for (String kid : List.of("k1", "unknown")) {
      Tag relabelled = Tag.parse(stored.replace("}k2$", "}" + kid + "$")).orElseThrow();
      assertFalse(matches(peppers, ALICE, LETTERS, relabelled));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{APW1}",
        "{APW1}$",
        "{APW1}$" + MAC,
        "{APW1}k1",
        "{APW1}k1$",
        "{APW2}k1$" + MAC,
        "{apw1}k1$" + MAC,
        " {APW1}k1$" + MAC,
        "{APW1}k1$" + MAC + "\n",
        "{APW1}k1$" + MAC + "=",
        "{APW1}k 1$" + MAC,
        "{APW1}k1$$" + MAC,
        "{APW1}012345678901234567890123456789012$" + MAC,
        "{APW1}k1$GLOXpOfXLvIufMXX+RKoDh0exzkgTQbfU1+sFXvge8o",
        "{APW1}k1$GLOXpOfXLvIufMXX-RKoDh0exzkgTQbfU1_sFXvge8o=",
        "{APW1}k1$AAAA",
        "{APW1}k1$!!!!",
        "{ARGON2}$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$" + MAC,
        "plain text",
      })
  void aMalformedStoredTagIsNone(String stored) {
    assertEquals(Optional.empty(), Tag.parse(stored));
  }

  @Test
  void aTagPrintsNoMac() {
    assertEquals("Tag[k2]", tag(peppers, ALICE, LETTERS).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a$b", "with space", "012345678901234567890123456789012", "\u00e4"})
  void aPepperHasAnIdThatAStoredTagCanCarry(String kid) {
    assertThrows(IllegalArgumentException.class, () -> Example.peppers(kid));
  }

  @Test
  void aPepperHas32Octets() {
    for (int length : new int[] {0, 31, 33}) {
      LinkedHashMap<String, byte[]> keys = new LinkedHashMap<>(Map.of("k1", new byte[length]));
      assertThrows(IllegalArgumentException.class, () -> new Peppers(keys));
    }
    assertThrows(IllegalArgumentException.class, () -> new Peppers(new LinkedHashMap<>()));
  }

  private static Tag tag(Peppers peppers, AccountId account, String letters) {
    return Example.tag(peppers, account, letters);
  }

  private static boolean matches(Peppers peppers, AccountId account, String letters, Tag tag) {
    try (Secret secret = Example.typed(letters)) {
      return peppers.check(account, secret).matches(tag);
    }
  }
}
