// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.password;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SecretTest {
  @Test
  void closingItWipesTheOctetsThatWereTakenOver() {
    byte[] octets = "hunter2".getBytes(StandardCharsets.US_ASCII);
    Secret.takeOver(octets).close();
    assertArrayEquals(new byte[7], octets);
  }

  @Test
  void itNeverPrints() {
    Secret secret = Secret.ofChars("hunter2".toCharArray());
    AppPasswordId id = AppPasswordId.of("00000000-0000-0000-0000-000000000001");
    assertFalse(secret.toString().contains("hunter2"));
    assertFalse(new GeneratedAppPassword(id, secret).toString().contains("hunter2"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "hunter2", "p\u00e4ssw\u00f6rd", "\u5bc6\u7801", "\ud83d\ude00 smile"})
  void charactersGoInAndComeOutAsUtf8(String text) {
    try (Secret secret = Secret.ofChars(text.toCharArray())) {
      assertArrayEquals(text.getBytes(StandardCharsets.UTF_8), secret.octets());
      assertArrayEquals(text.toCharArray(), secret.chars().orElseThrow());
      assertEquals(text.getBytes(StandardCharsets.UTF_8).length, secret.length());
    }
  }

  @Test
  void malformedUtf8HasNoCharacters() {
    byte[][] malformed = {
      {(byte) 0x80},
      {'a', (byte) 0xc3},
      {(byte) 0xc0, (byte) 0x80},
      {(byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80}
    };
    for (byte[] each : malformed) {
      assertTrue(Secret.takeOver(each).chars().isEmpty());
    }
  }
}
