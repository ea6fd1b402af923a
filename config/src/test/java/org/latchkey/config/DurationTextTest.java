// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {
  @ParameterizedTest
  @CsvSource({
    "250 ms, PT0.25S",
    "1 s,    PT1S",
    "31 min, PT31M",
    "12 h,   PT12H",
    "2 d,    PT48H",
    "0 s,    PT0S",
  })
  void spellingsGoBothWays(String text, Duration duration) {
    assertEquals(duration, DurationText.parse(text));
    assertEquals(text, DurationText.of(duration));
  }

  @Test
  void spaceMayBeLeftOut() {
    assertEquals(Duration.ofMinutes(31), DurationText.parse("31min"));
  }

  @Test
  void longestFits() {
    assertEquals(Duration.ofDays(999_999_999), DurationText.parse("999999999 d"));
  }

  @Test
  void whatNoUnitDividesIsIso() {
    assertEquals("PT0.0000015S", DurationText.of(Duration.ofNanos(1_500)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "5",
        "s",
        "5 m",
        "5 sec",
        "5  s",
        " 5 s",
        "-5 s",
        "1.5 s",
        "5 S",
        "1000000000 d"
      })
  void anythingElseIsRefused(String text) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> DurationText.parse(text));
    assertEquals(
        "must be a whole number and one of ms, s, min, h, d, not \"" + text + "\"", e.getMessage());
  }
}
