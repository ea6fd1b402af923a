// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.regex.Pattern;
import org.latchkey.adapters.imap.ImapProtocol;

final class ImapFuzzTest {
  /** RFC 9051 §7: an untagged answer, a continuation, or a tagged one. */
  private static final Pattern ANSWER =
      Pattern.compile("\\* .+|\\+ .*|[!#$&',-\\[\\]^-z|}~]{1,64} (?:OK|NO|BAD) .+");

  private final Dialogue dialogue = new Dialogue(scene -> new ImapProtocol(scene.parts()));

  @FuzzTest(maxDuration = "1m")
  void answersAreWellFormedHoweverTheInputIsCut(byte[] input) {
    Script script = Script.of(input);
    byte[] answers = dialogue.play(script);
    for (String line : AnswerLines.of(answers, "OK Begin TLS")) {
      assertTrue(ANSWER.matcher(line).matches(), () -> "no answer: " + line);
    }
    if (script.isSameWhole()) {
      assertArrayEquals(dialogue.play(script.whole()), answers);
    }
  }
}
