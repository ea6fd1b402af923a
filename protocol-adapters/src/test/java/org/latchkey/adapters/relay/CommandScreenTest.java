// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a signed-in client's commands reaches the upstream. */
final class CommandScreenTest {
  private final List<String> heard = new ArrayList<>();

  private CommandScreen screen(CommandScreen.Form form) {
    return new CommandScreen(
        form, Set.of("LOGIN", "AUTH"), (tag, verb) -> heard.add(tag + "|" + verb));
  }

  private static String pass(CommandScreen screen, String text, int pieceLength) {
    StringBuilder all = new StringBuilder();
    for (int at = 0; at < text.length(); at += pieceLength) {
      String piece = text.substring(at, Math.min(text.length(), at + pieceLength));
      ByteBuf out = screen.pass(Unpooled.copiedBuffer(piece, StandardCharsets.ISO_8859_1));
      all.append(out.toString(StandardCharsets.ISO_8859_1));
      out.release();
    }
    return all.toString();
  }

  @ParameterizedTest
  @CsvSource({
    "TAGGED, 'a LOGIN b c~d NOOP~', 'a REFUSED b c~d NOOP~'",
    "TAGGED, 'a login b c~', 'a REFUSED b c~'",
    "TAGGED, ' a  LOGIN b~', ' a  REFUSED b~'",
    "TAGGED, 'LOGIN LOGIN b~', 'LOGIN REFUSED b~'",
    "TAGGED, 'LOGIN NOOP~', 'LOGIN NOOP~'",
    "TAGGED, 'a LOGIN~', 'a REFUSED~'",
    "TAGGED, 'a IDLE~DONE~b LOGIN c~', 'a IDLE~DONE~b REFUSED c~'",
    "TAGGED, 'a LOGIN {3+}~x y {2+}~zz~b LOGIN c~', 'a REFUSED {3+}~x y {2+}~zz~b REFUSED c~'",
    "TAGGED, 'a APPEND x {12+}~b LOGIN c d~~c NOOP~', 'a APPEND x {12+}~b LOGIN c d~~c NOOP~'",
    "TAGGED, 'a UID {5-}~LOGIN LOGIN~', 'a UID {5-}~LOGIN LOGIN~'",
    "TAGGED, 'a APPEND x ~{4+}~abcd~b LOGIN c~', 'a APPEND x ~{4+}~abcd~b REFUSED c~'",
    "WITH_LITERALS, 'LOGIN {2+}~xx~NOOP~', 'REFUSED {2+}~xx~NOOP~'",
    "WITH_LITERALS, 'PUT {7}~LOGIN~~LOGIN~', 'PUT {7}~LOGIN~~REFUSED~'",
    "LINES, 'AUTH PLAIN~LOGIN {5}~AUTH~', 'REFUSED PLAIN~REFUSED {5}~REFUSED~'",
    "LINES, 'RETR 1~auth~', 'RETR 1~REFUSED~'"
  })
  void whoIsSignedInStaysWhoItIs(CommandScreen.Form form, String said, String passed) {
    String octets = said.replace("~{", "%{").replace("~", "\r\n").replace("%{", "~{");
    String wanted = passed.replace("~{", "%{").replace("~", "\r\n").replace("%{", "~{");
    for (int length : new int[] {1, 2, 5, 1000}) {
      CommandScreen screen = screen(form);
      assertEquals(wanted, pass(screen, octets, length));
      assertFalse(screen.isBreached());
    }
  }

  @Test
  void aLiteralThatWaitsIsOneOnceTheUpstreamSaysSo() {
    CommandScreen allowed = screen(CommandScreen.Form.TAGGED);
    pass(allowed, "a APPEND x {9}\r\n", 3);
    allowed.answered("z");
    allowed.goOn();
    assertEquals("b LOGIN c\r\nd REFUSED\r\n", pass(allowed, "b LOGIN c\r\nd LOGIN\r\n", 2));
    CommandScreen refused = screen(CommandScreen.Form.TAGGED);
    pass(refused, "a APPEND x {9}\r\n", 3);
    refused.answered("a");
    assertEquals("b REFUSED c\r\n", pass(refused, "b LOGIN c\r\n", 2));
  }

  @Test
  void whatIsSentBeforeTheUpstreamSaysSoIsABreach() {
    CommandScreen screen = screen(CommandScreen.Form.TAGGED);
    assertEquals("a APPEND x {9}\r\n", pass(screen, "a APPEND x {9}\r\nb LOGIN c\r\n", 100));
    assertTrue(screen.isBreached());
  }

  @ParameterizedTest
  @ValueSource(strings = {"TAGGED", "WITH_LITERALS", "LINES"})
  void aBeginningWithoutAnEndIsABreach(CommandScreen.Form form) {
    CommandScreen screen = screen(form);
    pass(screen, "x".repeat(100_000), 1000);
    assertTrue(screen.isBreached());
  }

  @Test
  void commandsAreHeardOf() {
    pass(screen(CommandScreen.Form.TAGGED), "a compress DEFLATE\r\nb LOGIN\r\nDONE\r\n", 1);
    assertEquals(List.of("a|COMPRESS", "DONE|"), heard);
  }
}
