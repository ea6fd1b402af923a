// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.password;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
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
    assertEquals(good, refusal(chosen, true).filter(why -> why.contains("characters")).isEmpty());
  }

  @Test
  void whatIsTooLongOrNotUtf8IsRefused() {
    String longest = IntStream.range(0, 256).mapToObj("%04d"::formatted).collect(joining());
    assertEquals(Optional.empty(), refusal(longest, false));
    assertTrue(refusal(longest + "1", false).orElseThrow().contains("1024 octets"));
    byte[] malformed = new byte[20];
    malformed[10] = (byte) 0xff;
    assertTrue(passwords.refuse(Secret.takeOver(malformed), owner(false)).isPresent());
  }

  @Test
  void settingsWhoseHashesWouldBeRefusedStopTheStart() {
    PrimaryPasswordSettings tooDear = new PrimaryPasswordSettings(1_048_576, 2, 1, 8);
    assertThrows(IllegalArgumentException.class, () -> passwords(tooDear));
    PrimaryPasswords dearest = passwords(new PrimaryPasswordSettings(1_048_576, 1, 1, 8));
    assertTrue(dearest.refuse(Example.typed("correct horse"), owner(true)).isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "horse battery st, true, ",
    "horse battery s, false, ",
    "horse battery, false, 15 characters",
    "horse battery, true, ",
    "horseba, true, 8 characters",
    "password, true, many people",
    "P@ssw0rd, true, many people",
    "drowssap, true, many people",
    "passwort123, true, many people",
    "Password12345678, false, many people",
    "iloveyouiloveyou, false, repeat",
    "aaaaaaaa, true, repeat",
    "aaaaaaaaaaaaaaaa, false, repeat",
    "abcabcabcabcabc, false, repeat",
    "abcdefghijklmnop, false, repeat",
    "1234567890123456, false, many people",
    "qwertyuiopasdfgh, false, many people",
    "alice.example, true, account",
    "alice-1234, true, account",
    "Alice.Adams.2026, false, account",
    "alice@example.org, false, account",
    "alicealicealice, false, account",
    "ALICE  adams  1, false, account",
    "ecilaecilaecila, false, repeat",
    "Example.org!, true, organisation",
    "example.org 2026, false, organisation",
    "mail.example.org, false, organisation",
    "latchkeylatchkey, false, organisation",
    "alice likes tulips, false, ",
    "correct horse example, false, ",
  })
  void whatIsTriedFirstIsRefusedAndToldWhy(String chosen, boolean factor, String why) {
    Optional<String> refused = refusal(chosen, factor);
    if (why == null) {
      assertEquals(Optional.empty(), refused);
    } else {
      assertTrue(refused.orElse("taken").contains(why), refused.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tab\tin the middle", "two\nlines of it all", "a bell\u0007 that rings"})
  void controlCharactersAreRefused(String chosen) {
    assertTrue(refusal(chosen, false).orElseThrow().contains("control"));
  }

  @Test
  void thePresentOneIsRefusedHoweverItIsSpelled() {
    String present = hash("Gr\u00fc\u00dfe vom Bahnhof");
    PasswordOwner owner = new PasswordOwner(List.of(), false, Optional.of(present));
    for (String same :
        List.of("Gr\u00fc\u00dfe vom Bahnhof", "Gru\u0308\u00dfe\u00a0vom Bahnhof\r\n")) {
      assertTrue(
          passwords.refuse(Example.typed(same), owner).orElseThrow().contains("present"), same);
      assertTrue(verify(same, present), same);
    }
    assertTrue(passwords.refuse(Example.typed("Guten Morgen Bahnhof"), owner).isEmpty());
  }

  @Test
  void hashesOfUnpreparedTextStayGood() {
    // Of "Gru\u0308\u00dfe vom Bahnhof\n" to the octet, by an older version.
    String older =
        "{ARGON2}$argon2id$v=19$m=64,t=1,p=2$c29tZXNhbHRzb21lc2FsdA$tcx9pICOX/iMImvvuKx64T04oKAW+Xs6JERru4HPUao";
    assertTrue(verify("Gru\u0308\u00dfe vom Bahnhof\n", older));
    assertFalse(verify("Gr\u00fc\u00dfe vom Bahnhof", older));
  }

  private Optional<String> refusal(String chosen, boolean factor) {
    try (Secret secret = Example.typed(chosen)) {
      return passwords.refuse(secret, owner(factor));
    }
  }

  private static PasswordOwner owner(boolean factor) {
    return new PasswordOwner(
        List.of("alice", "alice@example.org", "Alice Adams"), factor, Optional.empty());
  }

  private static PrimaryPasswords passwords(PrimaryPasswordSettings settings) {
    return new PrimaryPasswords(
        settings, new SecureRandom(), List.of("mail.example.org", "example.org"));
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
