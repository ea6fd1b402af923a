// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.password;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.core.testing.Example;

final class AppPasswordFormatTest {
  private static final String GROUPED = "abcde-fghij-klmno-pqrst-uvwxg";
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxg";

  private final SecureRandom random = new SecureRandom();

  @Test
  void aGeneratedOneIs25LettersThatCheck() {
    for (int i = 0; i < 200; i++) {
      try (Secret generated = AppPasswordFormat.generate(random)) {
        String letters = text(generated);
        assertTrue(letters.matches("[a-z]{25}"), letters);
        assertEquals(Optional.of(letters), canonical(letters));
      }
    }
  }

  @Test
  void twoGeneratedOnesDiffer() {
    assertNotEquals(
        text(AppPasswordFormat.generate(random)), text(AppPasswordFormat.generate(random)));
  }

  @Test
  void everyLetterComesUpInEveryPlace() {
    boolean[][] seen = new boolean[AppPasswordFormat.LETTERS][26];
    for (int i = 0; i < 2000; i++) {
      byte[] letters = AppPasswordFormat.generate(random).octets();
      for (int place = 0; place < letters.length; place++) {
        seen[place][letters[place] - 'a'] = true;
      }
    }
    for (boolean[] place : seen) {
      for (boolean letter : place) {
        assertTrue(letter);
      }
    }
  }

  @Test
  void everySingleWrongLetterIsCaughtAtEveryPlace() {
    for (int place = 0; place < LETTERS.length(); place++) {
      for (char wrong = 'a'; wrong <= 'z'; wrong++) {
        StringBuilder typed = new StringBuilder(LETTERS);
        typed.setCharAt(place, wrong);
        boolean same = wrong == LETTERS.charAt(place);
        assertEquals(same, canonical(typed.toString()).isPresent(), typed.toString());
      }
    }
  }

  @Test
  void mostSwapsOfNeighboursAreCaught() {
    int swaps = 0;
    int caught = 0;
    for (int i = 0; i < 100; i++) {
      String good = text(AppPasswordFormat.generate(random));
      for (int place = 0; place < good.length() - 1; place++) {
        StringBuilder typed = new StringBuilder(good);
        typed.setCharAt(place, good.charAt(place + 1));
        typed.setCharAt(place + 1, good.charAt(place));
        if (!typed.toString().equals(good)) {
          swaps++;
          caught += canonical(typed.toString()).isEmpty() ? 1 : 0;
        }
      }
    }
    assertTrue(caught > swaps * 0.9, caught + " of " + swaps);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        LETTERS,
        GROUPED,
        "ABCDE-FGHIJ-KLMNO-PQRST-UVWXG",
        "  abcde fghij klmno pqrst uvwxg\t",
        "abcde\u00a0fghij\u2009klmno\u202fpqrst\u3000uvwxg", // no-break, thin, narrow, ideographic
        "\ufeffabcde\u200bfghij\u200cklmno\u200dpqrst\u2060uvwxg", // zero-width
        "abcde\u00adfghij\u00adklmno\u00adpqrst\u00aduvwxg", // soft hyphen
        "abcde\u2013fghij\u2014klmno\u2010pqrst\u2011uvwxg", // en, em, hyphen, no-break hyphen
        "abcde\u2212fghij\u2212klmno\u2212pqrst\u2212uvwxg", // minus sign
        "abcde\uff0dfghij\ufe63klmno\uff0dpqrst\ufe58uvwxg", // full-width and small hyphens
        "\uff41\uff42\uff43\uff44\uff45-\uff26\uff27\uff28\uff29\uff2a-klmno-pqrst-uvwxg",
        "abcde-fghij-klmno-pqrst-uvwxg\r\n", // a line of a file, or of a chat
        "\tabcde\nfghij\r\nklmno\u2028pqrst\u2029uvwxg\u0085",
        "\u2068abcde-fghij\u2069-\u202aklmno\u202c-\u200epqrst\u200f-uvwxg", // marks of direction
        "abcde\u2043fghij\u2012klmno\u2015pqrst\u301cuvwxg\ufe0f",
      })
  void whatPeopleTypeBecomesTheSameLetters(String typed) {
    assertEquals(Optional.of(LETTERS), canonical(typed));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "-",
        "abcdefghijklmnopqrstuvwx", // 24 letters
        "abcdefghijklmnopqrstuvwxga", // 26 letters
        "abcde-fghij-klmno-pqrst-uvwx1",
        "abcde-fghij-klmno-pqrst-uvwxg.",
        "abcde-fghij-klmno-pqrst-uvwxg\u0000",
        "abcde_fghij_klmno_pqrst_uvwxg",
        "\u0430bcde-fghij-klmno-pqrst-uvwxg", // Cyrillic a
        "abcde-fghij-\u212almno-pqrst-uvwxg", // Kelvin sign
        "\u00e4bcde-fghij-klmno-pqrst-uvwxg",
        "abcde-fghij-klmno-pqrst-uvwx\uff11", // full-width digit
        "abcde-fghij-klmno-pqrst-uvwxg\ud83d\ude00",
      })
  void whatCanBeNoAppPasswordIsRefused(String typed) {
    assertEquals(Optional.empty(), canonical(typed));
  }

  @Test
  void paddedTo128OctetsIsReadAndOneMoreIsRefused() {
    String padded = GROUPED + " ".repeat(128 - GROUPED.length());
    assertEquals(Optional.of(LETTERS), canonical(padded));
    assertEquals(Optional.empty(), canonical(padded + " "));
  }

  @Test
  void octetsAreCountedNotCharacters() {
    String dashes = "\u2014".repeat(34); // 102 octets: with the letters 127
    assertEquals(Optional.of(LETTERS), canonical(LETTERS + dashes));
    assertEquals(Optional.empty(), canonical(LETTERS + dashes + "\u2014"));
  }

  @Test
  void malformedUtf8IsRefusedNotReplaced() {
    byte[][] malformed = {
      {(byte) 0xff}, {(byte) 0xc3}, {(byte) 0xc0, (byte) 0xad}, {(byte) 0xed, (byte) 0xa0, 0x20}
    };
    for (byte[] each : malformed) {
      byte[] typed = new byte[LETTERS.length() + each.length];
      System.arraycopy(LETTERS.getBytes(StandardCharsets.US_ASCII), 0, typed, 0, LETTERS.length());
      System.arraycopy(each, 0, typed, LETTERS.length(), each.length);
      assertTrue(AppPasswordFormat.canonical(Secret.takeOver(typed)).isEmpty());
    }
  }

  @Test
  void theFormShownIsReadBack() {
    try (Secret generated = AppPasswordFormat.generate(random)) {
      char[] shown = AppPasswordFormat.grouped(generated);
      assertTrue(new String(shown).matches("[a-z]{5}(-[a-z]{5}){4}"));
      assertEquals(Optional.of(text(generated)), canonical(new String(shown)));
    }
    assertArrayEquals(GROUPED.toCharArray(), AppPasswordFormat.grouped(Example.typed(LETTERS)));
  }

  @Test
  void whatWasTypedIsLeftAsItWas() {
    try (Secret typed = Example.typed(GROUPED)) {
      assertTrue(AppPasswordFormat.isWellFormed(typed));
      assertEquals(GROUPED, text(typed));
    }
    assertFalse(AppPasswordFormat.isWellFormed(Example.typed(GROUPED + "x")));
  }

  private static Optional<String> canonical(String typed) {
    try (Secret secret = Example.typed(typed)) {
      return AppPasswordFormat.canonical(secret).map(AppPasswordFormatTest::text);
    }
  }

  private static String text(Secret secret) {
    return new String(secret.octets(), StandardCharsets.UTF_8);
  }
}
