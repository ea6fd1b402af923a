// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a client puts between the lines of a message, all servers read one message in it. */
final class ContentScanTest {
  private static final String ALPHABET = "\r\n.x";
  private static final int LONGEST = Integer.getInteger("latchkey.smuggling.length", 7);

  /** What follows: an end that all agree on, and a command that must not become content. */
  private static final String REST = "\r\n.\r\nNOOP\r\n";

  /** How servers take content apart, each with what ends a line for it. */
  private enum Reader {
    RFC_5321("\r\n"),
    BARE_LF("\r?\n"),
    /** Postfix. */
    ANY_CRS_BEFORE_LF("\r*\n"),
    BARE_CR("\r\n?"),
    EITHER("\r\n|\r|\n");

    private final Pattern lineEnd;

    Reader(String lineEnd) {
      this.lineEnd = Pattern.compile(lineEnd);
    }

    /** Where the content ends for it: behind the first line that is a dot; -1 if it doesn't. */
    int end(String content) {
      var ends = lineEnd.matcher(content);
      int start = 0;
      while (ends.find()) {
        if (content.substring(start, ends.start()).equals(".")) {
          return ends.end();
        }
        start = ends.end();
      }
      return -1;
    }
  }

  private record Outcome(String passed, int taken, boolean ended, boolean breached) {}

  /** Passes this in two pieces, or octet by octet where {@code cut} is negative. */
  private static Outcome pass(String content, int cut) {
    ContentScan scan = new ContentScan();
    ByteBuf out = Unpooled.buffer();
    int taken = 0;
    int at = 0;
    while (at < content.length() && !scan.hasEnded() && !scan.isBreached()) {
      int to = cut < 0 ? at + 1 : at < cut ? cut : content.length();
      ByteBuf in = Unpooled.copiedBuffer(content.substring(at, to), StandardCharsets.ISO_8859_1);
      scan.pass(in, out);
      taken += in.readerIndex();
      at = to;
    }
    return new Outcome(
        out.toString(StandardCharsets.ISO_8859_1), taken, scan.hasEnded(), scan.isBreached());
  }

  @Test
  void everySequenceAroundADotIsOneMessageOrABreach() {
    int breaches = 0;
    int messages = 0;
    for (int length = 0; length <= LONGEST; length++) {
      for (int number = 0; number < 1 << (2 * length); number++) {
        String content = sequence(number, length) + REST;
        Outcome whole = pass(content, 0);
        assertEquals(whole, pass(content, -1), () -> shown(content));
        assertOneMessage(content, whole);
        breaches += whole.breached() ? 1 : 0;
        messages += whole.ended() ? 1 : 0;
      }
    }
    assertTrue(breaches > 0 && messages > breaches, breaches + " and " + messages);
  }

  private static void assertOneMessage(String content, Outcome outcome) {
    assertTrue(outcome.ended() != outcome.breached(), () -> shown(content));
    String passed = outcome.passed();
    assertFalse(passed.replace("\r\n", "").matches("(?s).*[\r\n].*"), () -> shown(content));
    for (Reader each : Reader.values()) {
      int end = outcome.ended() ? passed.length() : -1;
      assertEquals(end, each.end(passed), () -> each + " of " + shown(content));
    }
    if (outcome.ended()) {
      assertEquals(Reader.RFC_5321.end(content), outcome.taken(), () -> shown(content));
    }
  }

  @Test
  void whereItIsCutChangesNothing() {
    for (int number = 0; number < 1 << 10; number++) {
      String content = "a\r\n" + sequence(number, 5) + REST;
      Outcome whole = pass(content, 0);
      for (int cut = 1; cut < content.length(); cut++) {
        assertEquals(whole, pass(content, cut), () -> shown(content));
      }
    }
  }

  private static String sequence(int number, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(ALPHABET.charAt((number >> (2 * i)) & 3));
    }
    return text.toString();
  }

  private static String shown(String content) {
    return content.replace("\r", "<CR>").replace("\n", "<LF>");
  }

  @ParameterizedTest
  @CsvSource({
    "a~b|c~.~, a~b c~.~",
    "a_b~.~, a~b~.~",
    "a|.|b~.~, a . b~.~",
    "a_.x~.~, a~.x~.~",
    "a||~.~, a  ~.~",
    "..~.~, ..~.~",
    "_~.~, ~~.~"
  })
  void lineEndsAreMendedAsPostfixDoes(String content, String passed) {
    assertEquals(octets(passed), pass(octets(content), 0).passed());
  }

  private static String octets(String text) {
    return text.replace("~", "\r\n").replace('_', '\n').replace('|', '\r');
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a_.~", "a_._", "a~._", "._", "a~.|~", "a~.||~", "a~|.~", "a_.|_", "a~.^~", "^.~"})
  void aDotThatIsTheEndForSomeIsABreach(String content) {
    Outcome outcome = pass(octets(content).replace('^', '\0') + "MAIL FROM:<a@b>\r\n", 0);
    assertTrue(outcome.breached(), outcome.toString());
  }
}
