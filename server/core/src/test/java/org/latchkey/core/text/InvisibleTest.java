// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.text;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class InvisibleTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "iPhone",
        "\u06af\u0648\u0634\u06cc\u200c\u0647\u0627", // Persian: phones
        "\u0915\u094d\u200d\u0937", // Devanagari, a half form
        "\u0d28\u0d4d\u200d", // Malayalam, a chillu at the end
        "\u2709\ufe0f"
      })
  void joinersHaveTheirPlaceInAWord(String text) {
    assertFalse(Invisible.in(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u200c",
        "\u200cab",
        "ab\u200c",
        "a \u200cb",
        "a\u200c b",
        "a\u200c\u200cb",
        "1\u200d2",
        "\ud83d\udc68\u200d\ud83d\udc69",
        "a\u200bb",
        "a\u202eb",
        "a\nb",
        "a\ud83d",
        "\u3164",
        "iPhone\u2800",
        "a\u034fb"
      })
  void everythingElseThatIsUnseenHasNone(String text) {
    assertTrue(Invisible.in(text));
  }
}
