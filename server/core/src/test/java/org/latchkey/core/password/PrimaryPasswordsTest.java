// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.password;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.config.PrimaryPasswordSettings;
import org.latchkey.core.testing.Example;

final class PrimaryPasswordsTest {
  /** Of {@code correct horse}, by the reference implementation (libargon2). */
  private static final String HASHED_ELSEWHERE =
      "{ARGON2}$argon2id$v=19$m=64,t=1,p=2$c29tZXNhbHRzb21lc2FsdA"
          + "$vnXYxPvf2nX+mBli9pMlKONYXiHquLCsjGLLhNWRSAU";

  private static final String TAIL =
      "$c29tZXNhbHRzb21lc2FsdA$vnXYxPvf2nX+mBli9pMlKONYXiHquLCsjGLLhNWRSAU";

  /** Cheap, so that the tests are fast. */
  private final PrimaryPasswords passwords = passwords(new PrimaryPasswordSettings(64, 1, 2, 8));

  @Test
  void aPasswordMatchesItsOwnHashOnly() {
    String stored = hash("correct horse");
    assertTrue(verify("correct horse", stored));
    assertFalse(verify("correct horsf", stored));
    assertFalse(verify("correct hors", stored));
    assertFalse(verify("", stored));
  }

  @Test
  void theSamePasswordHasAnotherHashEachTime() {
    assertNotEquals(hash("correct horse"), hash("correct horse"));
  }

  @Test
  void theStoredTextIsAPhcStringBehindOpenLdapsScheme() {
    String stored = hash("correct horse");
    assertTrue(
        stored.matches(
            "\\{ARGON2}\\$argon2id\\$v=19\\$m=64,t=1,p=2\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}"),
        stored);
  }

  @Test
  void anotherImplementationsHashIsUnderstood() {
    assertTrue(verify("correct horse", HASHED_ELSEWHERE));
    assertFalse(verify("wrong horse", HASHED_ELSEWHERE));
  }

  @Test
  void hashesOfOtherCostsStayGood() {
    try (Secret secret = Example.typed("correct horse")) {
      String dearer = passwords(new PrimaryPasswordSettings(128, 3, 1, 8)).hash(secret);
      assertTrue(verify("correct horse", dearer));
    }
  }

  /** Each would take a gibibyte, minutes or an exception if any of it were done. */
  @ParameterizedTest
  @CsvSource({
    "1048577, 1, 1", // memory
    "9999999, 99, 1",
    "1048576, 2, 1", // memory times iterations
    "65536, 17, 1",
    "1024, 65, 1", // iterations
    "1024, 0, 1",
    "1024, 1, 17", // lanes
    "1024, 1, 0",
    "15, 1, 2", // less than 8 KiB for each lane
    "0, 1, 1",
  })
  void anAbsurdCostMatchesNothing(int memory, int iterations, int lanes) {
    String stored = "{ARGON2}$argon2id$v=19$m=%d,t=%d,p=%d".formatted(memory, iterations, lanes);
    assertFalse(verify("correct horse", stored + TAIL));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "correct horse",
        "{SSHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g",
        "$argon2id$v=19$m=64,t=1,p=2" + TAIL,
        "{ARGON2}$argon2i$v=19$m=64,t=1,p=2" + TAIL,
        "{ARGON2}$argon2id$v=16$m=64,t=1,p=2" + TAIL,
        "{ARGON2}$argon2id$v=19$m=-64,t=1,p=2" + TAIL,
        "{ARGON2}$argon2id$v=19$m=99999999999,t=1,p=2" + TAIL,
        "{ARGON2}$argon2id$v=19$m=64,t=1" + TAIL,
        "{ARGON2}$argon2id$v=19$m=64,t=1,p=2$c29tZXNhbHRzb21lc2FsdA",
        "{ARGON2}$argon2id$v=19$m=64,t=1,p=2$c29tZXNhbHRzb21lc2FsdA$",
        "{ARGON2}$argon2id$v=19$m=64,t=1,p=2$c29tZXNhbHRzb21lc2FsdA$AAAA",
        "{ARGON2}$argon2id$v=19$m=64,t=1,p=2$c29tZXNhbHRzb$AAAAAAAAAAAAAAAAAAAAAA", // no base64
        HASHED_ELSEWHERE + "\n",
        HASHED_ELSEWHERE + "=",
      })
  void aMalformedStoredTextMatchesNothing(String stored) {
    assertFalse(verify("correct horse", stored));
  }

  @Test
  void moreThan1024OctetsMatchNothing() {
    String longest = "x".repeat(1024);
    assertTrue(verify(longest, hash(longest)));
    assertFalse(verify(longest + "x", hash(longest + "x")));
  }

  @ParameterizedTest
  @CsvSource({
    "sevench, false",
    "eightchr, true",
    "äöüäöüä, false", // 14 octets
    "äöüäöüäö, true",
    "😀😀😀😀😀😀😀, false", // 14 UTF-16 units
    "😀😀😀😀😀😀😀😀, true",
  })
  void lengthIsCountedInCharacters(String chosen, boolean good) {
    assertEquals(good, passwords.refuse(Example.typed(chosen)).isEmpty());
  }

  @Test
  void whatIsTooLongOrNotUtf8IsRefused() {
    assertTrue(passwords.refuse(Example.typed("x".repeat(1024))).isEmpty());
    assertTrue(passwords.refuse(Example.typed("x".repeat(1025))).isPresent());
    byte[] malformed = new byte[20];
    malformed[10] = (byte) 0xff;
    assertTrue(passwords.refuse(Secret.takeOver(malformed)).isPresent());
  }

  @Test
  void settingsWhoseHashesWouldBeRefusedStopTheStart() {
    PrimaryPasswordSettings tooDear = new PrimaryPasswordSettings(1_048_576, 2, 1, 8);
    assertThrows(IllegalArgumentException.class, () -> passwords(tooDear));
    PrimaryPasswords dearest = passwords(new PrimaryPasswordSettings(1_048_576, 1, 1, 8));
    assertTrue(dearest.refuse(Example.typed("correct horse")).isEmpty());
  }

  private static PrimaryPasswords passwords(PrimaryPasswordSettings settings) {
    return new PrimaryPasswords(settings, new SecureRandom());
  }

  private String hash(String chosen) {
    try (Secret secret = Example.typed(chosen)) {
      return passwords.hash(secret);
    }
  }

  private boolean verify(String typed, String stored) {
    try (Secret secret = Example.typed(typed)) {
      return passwords.verify(secret, stored);
    }
  }
}
