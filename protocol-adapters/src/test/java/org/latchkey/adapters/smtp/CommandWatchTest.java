// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a client's words reaches its submission server. */
final class CommandWatchTest {
  private final CommandWatch watch = new CommandWatch(true);

  private static String passed(CommandWatch watch, String text, int pieceLength) {
    StringBuilder all = new StringBuilder();
    for (int at = 0; at < text.length(); at += pieceLength) {
      String piece = text.substring(at, Math.min(text.length(), at + pieceLength));
      ByteBuf out = watch.pass(Unpooled.copiedBuffer(piece, StandardCharsets.ISO_8859_1));
      all.append(out.toString(StandardCharsets.ISO_8859_1));
      out.release();
    }
    return all.toString();
  }

  private String passed(String text) {
    return passed(watch, text, 3);
  }

  /** A transaction up to the content. */
  private void begin() {
    passed("MAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\n");
    watch.replied("250 ok\r\n");
    watch.replied("250 ok\r\n");
    watch.replied("354 go on\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "XCLIENT LOGIN=bob",
        "xclient login=bob",
        " XCLIENT LOGIN=bob",
        "\tXCLIENT LOGIN=bob",
        "XFORWARD ADDR=192.0.2.1",
        "AUTH PLAIN AGJvYgBib2I=",
        "STARTTLS",
        "BDAT +5",
        "BDAT 0x5 LAST",
        "BDAT 5 LAST",
        ""
      })
  void whoIsSignedInIsNotTheClientsToSay(String command) {
    CommandWatch withoutChunking = new CommandWatch(false);
    assertEquals("REFUSED\r\nNOOP\r\n", passed(withoutChunking, command + "\r\nNOOP\r\n", 4));
    assertEquals("", withoutChunking.breach());
  }

  @Test
  void messageHoldsWhateverItHolds() {
    begin();
    String content = "XCLIENT LOGIN=bob\r\n..\r\n.x\r\nlone\nlines\n\r\n.\r\n";
    assertEquals(content, passed(content));
    assertEquals("REFUSED\r\nQUIT\r\n", passed("XCLIENT LOGIN=bob\r\nQUIT\r\n"));
    assertEquals("", watch.breach());
  }

  @Test
  void commandsMayFollowTheEndOfTheContentAtOnce() {
    begin();
    assertEquals("a\r\n.\r\nREFUSED\r\n", passed(watch, "a\r\n.\r\nXCLIENT LOGIN=bob\r\n", 1000));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\n.\n", "a\n.\r\n", "a\r\n.\n", "a\r\n.\nXCLIENT LOGIN=bob\r\n", ".\n"})
  void endThatSomeTakeForOneIsABreach(String content) {
    begin();
    passed(content);
    assertNotEquals("", watch.breach());
  }

  @Test
  void nothingMayFollowDataBeforeItsReply() {
    assertEquals("DATA\r\n", passed(watch, "DATA\r\nXCLIENT LOGIN=bob\r\n", 100));
    assertNotEquals("", watch.breach());
  }

  @Test
  void commandsGoOnWhereDataWasRefused() {
    passed("NOOP\r\nDATA\r\n");
    watch.replied("250 ok\r\n");
    watch.replied("503 MAIL first\r\n");
    assertEquals("REFUSED\r\n", passed("XCLIENT LOGIN=bob\r\n"));
  }

  @Test
  void anEarlierCommandsReplyDoesNotOpenTheContent() {
    passed("NOOP\r\nDATA\r\n");
    watch.replied("354 go on\r\n");
    assertEquals("", passed("XCLIENT LOGIN=bob\r\n"));
    assertNotEquals("", watch.breach());
  }

  @Test
  void chunkIsContentAndNoMore() {
    assertEquals(
        "BDAT 19 LAST\r\nXCLIENT LOGIN=bob\r\nREFUSED\r\n",
        passed("BDAT 19 LAST\r\nXCLIENT LOGIN=bob\r\nXCLIENT LOGIN=bob\r\n"));
    assertEquals("BDAT 0 LAST\r\nREFUSED\r\n", passed("BDAT 0 LAST\r\nAUTH PLAIN\r\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"NOOP\n", "NOOP\rXCLIENT LOGIN=bob\r\n", "NOOP\r\r\n"})
  void lineThatEndsOtherwiseIsABreach(String line) {
    assertEquals("", passed(line));
    assertNotEquals("", watch.breach());
  }

  @Test
  void lineWithoutAnEndIsABreach() {
    passed("NOOP " + "x".repeat(SmtpProtocol.MAX_LINE_BYTES));
    assertNotEquals("", watch.breach());
  }
}
