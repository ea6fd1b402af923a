// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import org.latchkey.adapters.smtp.SmtpProtocol;

final class SmtpFuzzTest {
  /** RFC 5321 §4.2: a code, and whether more lines follow. */
  private static final Pattern REPLY = Pattern.compile("[2-5][0-9]{2}[ -].*");

  private final Dialogue dialogue =
      new Dialogue(scene -> new SmtpProtocol(scene.parts(), "mail.example.org"));

  @FuzzTest(maxDuration = "1m")
  void repliesAreWellFormedHoweverTheInputIsCut(byte[] input) {
    Script script = Script.of(input);
    byte[] answers = dialogue.play(script);
    String code = "";
    for (String line : AnswerLines.of(answers, "220 2.0.0 Begin TLS")) {
      assertTrue(REPLY.matcher(line).matches() && line.startsWith(code), () -> "no reply: " + line);
      code = line.charAt(3) == '-' ? line.substring(0, 3) : "";
    }
    assertEquals("", code, "a reply without an end");
    if (script.isSameWhole() && !hasData(input)) {
      assertArrayEquals(dialogue.play(script.whole()), answers);
    }
  }

  /**
   * Where it is cut decides whether octets stand right behind a DATA that is refused: they might be
   * a message's, and end the connection.
   */
  private static boolean hasData(byte[] input) {
    return new String(input, StandardCharsets.ISO_8859_1).toUpperCase(Locale.ROOT).contains("DATA");
  }
}
