// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.password;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AppPasswordRulesTest {
  private final AppPasswordRules rules = new AppPasswordRules(25);

  @Test
  void anAccountHoldsAsManyAsItMayAndNoMore() {
    assertEquals(Optional.empty(), rules.refuseOneMore(0));
    assertEquals(Optional.empty(), rules.refuseOneMore(24));
    assertTrue(rules.refuseOneMore(25).orElseThrow().contains("25"));
    assertTrue(rules.refuseOneMore(26).isPresent());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "iPhone",
        "Thunderbird on laptop",
        "Evas \u201eiPad\u201c, a=b",
        "\u06af\u0648\u0634\u06cc\u200c\u0647\u0627",
        "\ud83d\ude00"
      })
  void aLabelIsAnyPrintableText(String label) {
    assertEquals(Optional.empty(), rules.refuseLabel(label));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "\u00a0\u3000",
        "a\nb",
        "a\rb",
        "a\u0000b",
        "a\u007fb",
        "a\u0085b",
        "a\u202eb", // right-to-left override
        "a\u200bb", // zero-width space
        "a\u2028b",
        "a\u2029b",
        "a\ud83d", // half a character
      })
  void aLabelThatIsBlankOrHoldsUnprintableCharactersIsRefused(String label) {
    assertTrue(rules.refuseLabel(label).isPresent());
  }

  @Test
  void whatIsWrongWithALabelIsToldApart() {
    assertEquals(Optional.of(LabelProblem.MISSING), AppPasswordRules.labelProblem("  "));
    assertEquals(Optional.of(LabelProblem.TOO_LONG), AppPasswordRules.labelProblem("x".repeat(65)));
    assertEquals(Optional.of(LabelProblem.INVISIBLE), AppPasswordRules.labelProblem("a\u0007"));
    assertEquals(Optional.empty(), AppPasswordRules.labelProblem("iPhone"));
  }

  @Test
  void aLabelHasAtMost64Characters() {
    assertEquals(Optional.empty(), rules.refuseLabel("\ud83d\ude00".repeat(64)));
    assertTrue(rules.refuseLabel("\ud83d\ude00".repeat(65)).isPresent());
    assertTrue(rules.refuseLabel("x".repeat(65)).isPresent());
  }
}
