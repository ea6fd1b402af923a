// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.regex.Pattern;
import org.latchkey.adapters.sieve.SieveProtocol;

final class SieveFuzzTest {
  private static final String STRING = "\"(?:[^\"\\\\]|\\\\[\"\\\\])*\"";

  /** RFC 5804 §4: a response with a code and a text, a capability, or a challenge. */
  private static final Pattern ANSWER =
      Pattern.compile(
          "(?:OK|NO|BYE)(?: \\([A-Z-]+(?: "
              + STRING
              + ")?\\))? "
              + STRING
              + "|"
              + STRING
              + "(?: "
              + STRING
              + ")?");

  private final Dialogue dialogue = new Dialogue(scene -> new SieveProtocol(scene.parts()));

  @FuzzTest(maxDuration = "1m")
  void answersAreWellFormedHoweverTheInputIsCut(byte[] input) {
    Script script = Script.of(input);
    byte[] answers = dialogue.play(script);
    for (String line : AnswerLines.of(answers, "OK \"Begin TLS\"")) {
      assertTrue(ANSWER.matcher(line).matches(), () -> "no answer: " + line);
    }
    if (script.isSameWhole()) {
      assertArrayEquals(dialogue.play(script.whole()), answers);
    }
  }
}
