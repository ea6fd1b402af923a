// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PercentEncodingTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "YubiKey 5",
        "100% mine",
        "%41",
        "%",
        "caf\u00e9",
        "\ud83d\udcf1",
        "a\ufffdb\n"
      })
  void anyTextComesBackFromPrintableAscii(String text) {
    String encoded = PercentEncoding.encode(text);
    assertTrue(encoded.chars().allMatch(each -> each >= ' ' && each < 0x7f), encoded);
    assertEquals(text, PercentEncoding.decode(encoded));
  }

  @ParameterizedTest
  @CsvSource({"100%, 100%", "a%zz, a%zz", "caf\u00e9, caf\u00e9", "%4, %4"})
  void whatWasNeverEncodedIsLeft(String text, String decoded) {
    assertEquals(decoded, PercentEncoding.decode(text));
  }
}
