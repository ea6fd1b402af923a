// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.regex.Pattern;
import org.latchkey.adapters.pop3.Pop3Protocol;

final class Pop3FuzzTest {
  /** RFC 1939 §3, RFC 5034 §4: a status, a challenge, or what CAPA and AUTH list. */
  private static final Pattern ANSWER =
      Pattern.compile("(?:\\+OK|-ERR)(?: .+)?|\\+ .*|[A-Z][A-Za-z -]+|\\.");

  private final Dialogue dialogue = new Dialogue(scene -> new Pop3Protocol(scene.parts()));

  @FuzzTest(maxDuration = "1m")
  void answersAreWellFormedHoweverTheInputIsCut(byte[] input) {
    Script script = Script.of(input);
    byte[] answers = dialogue.play(script);
    for (String line : AnswerLines.of(answers, "+OK Begin TLS")) {
      assertTrue(ANSWER.matcher(line).matches(), () -> "no answer: " + line);
    }
    if (script.isSameWhole()) {
      assertArrayEquals(dialogue.play(script.whole()), answers);
    }
  }
}
