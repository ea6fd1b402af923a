// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.latchkey.core.password.AppPasswordFormat;
import org.latchkey.core.password.Secret;

final class AppPasswordFuzzTest {
  @FuzzTest(maxDuration = "1m")
  void eachHasOneCanonicalForm(byte[] input) {
    byte[] typed = input.clone();
    Secret secret = Secret.takeOver(typed);
    Optional<Secret> canonical = AppPasswordFormat.canonical(secret);
    assertArrayEquals(input, typed, "changed");
    assertEquals(canonical.isPresent(), AppPasswordFormat.isWellFormed(secret));
    canonical.ifPresent(AppPasswordFuzzTest::check);
  }

  private static void check(Secret canonical) {
    String letters = new String(canonical.octets(), StandardCharsets.US_ASCII);
    assertTrue(letters.matches("[a-z]{" + AppPasswordFormat.LETTERS + "}"));
    String grouped = new String(AppPasswordFormat.grouped(canonical));
    assertEquals(letters, canonical(letters));
    assertEquals(letters, canonical(grouped.toUpperCase(Locale.ROOT)));
    assertEquals(letters, canonical(grouped.replace('-', '\u00a0')));
    for (int i = 0; i < letters.length(); i++) {
      char wrong = letters.charAt(i) == 'z' ? 'a' : (char) (letters.charAt(i) + 1);
      String typo = letters.substring(0, i) + wrong + letters.substring(i + 1);
      assertFalse(
          AppPasswordFormat.isWellFormed(Secret.takeOver(typo.getBytes(StandardCharsets.UTF_8))));
    }
  }

  private static String canonical(String typed) {
    Secret secret = Secret.takeOver(typed.getBytes(StandardCharsets.UTF_8));
    byte[] letters = AppPasswordFormat.canonical(secret).orElseThrow().octets();
    return new String(letters, StandardCharsets.US_ASCII);
  }
}
