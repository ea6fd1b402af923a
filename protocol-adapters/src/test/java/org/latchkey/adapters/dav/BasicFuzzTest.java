// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.latchkey.core.password.Secret;

/** An input holds the values of all {@code Authorization} fields, each on its line. */
final class BasicFuzzTest {
  @FuzzTest(maxDuration = "1m")
  void credentialsAreThosePresented(byte[] input) {
    String text = new String(input, StandardCharsets.ISO_8859_1);
    List<String> fields = text.isEmpty() ? List.of() : List.of(text.split("\n", -1));
    switch (Basic.of(fields)) {
      case Basic.Absent _ -> assertTrue(fields.isEmpty());
      case Basic.Malformed _ ->
          assertTrue(fields.size() > 1 || text.length() > Basic.MAX_FIELD, "malformed");
      case Basic.Unusable _ -> assertEquals(1, fields.size());
      case Basic.Credentials(String name, Secret secret) -> {
        assertEquals(1, fields.size());
        check(text, name, secret);
      }
    }
  }

  private static void check(String field, String name, Secret secret) {
    assertTrue(field.length() <= Basic.MAX_FIELD && field.length() > 6);
    assertEquals("basic ", field.substring(0, 6).toLowerCase(Locale.ROOT));
    assertFalse(name.isEmpty() || name.indexOf(':') >= 0 || secret.length() == 0);
    assertFalse(name.chars().anyMatch(Character::isISOControl));
    byte[] pair = Base64.getDecoder().decode(field.substring(6).strip());
    int colon = new String(pair, StandardCharsets.ISO_8859_1).indexOf(':');
    assertSays(Arrays.copyOf(pair, colon), name.getBytes(StandardCharsets.UTF_8));
    assertSays(Arrays.copyOfRange(pair, colon + 1, pair.length), secret.octets());
  }

  /** The same octets, or the same text where they were ISO-8859-1. */
  private static void assertSays(byte[] sent, byte[] read) {
    byte[] older = new String(sent, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.UTF_8);
    assertTrue(Arrays.equals(sent, read) || Arrays.equals(older, read));
  }
}
