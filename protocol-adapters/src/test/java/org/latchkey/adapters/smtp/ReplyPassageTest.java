// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReplyPassageTest {
  private static String passed(ReplyPassage passage, String text, int pieceLength) {
    StringBuilder all = new StringBuilder();
    for (int at = 0; at < text.length(); at += pieceLength) {
      String piece = text.substring(at, Math.min(text.length(), at + pieceLength));
      ByteBuf out = passage.pass(Unpooled.copiedBuffer(piece, StandardCharsets.ISO_8859_1));
      all.append(out.toString(StandardCharsets.ISO_8859_1));
      out.release();
    }
    return all.toString();
  }

  @ParameterizedTest
  @CsvSource({
    "250 OK~, 250 OK~",
    "250-mail~250-SIZE~250 DSN~, 250-mail~250-SIZE~250 DSN~",
    "250-mail~250-AUTH PLAIN~250 DSN~, 250-mail~250 DSN~",
    "250-mail~250-DSN~250 AUTH PLAIN~, 250-mail~250 DSN~",
    "250-mail~250-STARTTLS~250 XCLIENT LOGIN~, 250 mail~",
    "250-mail~250-auth=plain~250 XFORWARD ADDR~, 250 mail~",
    "354 go~250 2.0.0 AUTH~, 354 go~250 2.0.0 AUTH~",
    "550-AUTH no~550 AUTH no~, 550-AUTH no~550 AUTH no~",
    "250-mail~250-ETRN~250-BURL imap~250-X-NEW~250-DSN~250 SUBMITTER~, 250-mail~250 DSN~"
  })
  void whatIsLatchkeysOwnIsLeftOutHoweverItIsCut(String text, String passed) {
    String octets = text.replace("~", "\r\n");
    for (int length : new int[] {1, 2, 7, octets.length()}) {
      ReplyPassage passage = new ReplyPassage(Set.of());
      passage
          .passToUpstream(Unpooled.copiedBuffer("EHLO x\r\nNOOP\r\n", StandardCharsets.US_ASCII))
          .release();
      assertEquals(passed.replace("~", "\r\n"), passed(passage, octets, length));
      assertTrue(passage.isAtBoundary());
    }
  }

  @Test
  void whatDoesNotPassIsAnsweredInItsTurn() {
    for (int length : new int[] {1, 7, 1000}) {
      ReplyPassage passage = new ReplyPassage(Set.of());
      say(passage, "NOOP\r\nAUTH PLAIN\r\nHELP\r\nXCLIENT LOGIN=bob\r\nQUIT\r\n");
      assertEquals(
          String.join(
              "\r\n",
              "250 1",
              "503 5.5.1 Signed in already",
              "250-AUTH",
              "250 3",
              "500 5.5.1 Unknown command",
              "221 5",
              ""),
          passed(
              passage,
              "250 1\r\n250-2\r\n250 2\r\n250-AUTH\r\n250 3\r\n250 4\r\n221 5\r\n",
              length));
    }
  }

  @Test
  void aReplyThatNobodyAskedForEndsIt() {
    ReplyPassage passage = new ReplyPassage(Set.of());
    say(passage, "NOOP\r\n");
    assertEquals("250 1\r\n", passed(passage, "250 1\r\n250 2\r\n", 100));
    assertEquals(SmtpReplies.OUT_OF_TURN, passage.breach().orElseThrow());
  }

  @Test
  void anUpstreamThatClosesSaysSo() {
    ReplyPassage passage = new ReplyPassage(Set.of());
    say(passage, "XCLIENT LOGIN=bob\r\n");
    assertEquals("421 bye\r\n", passed(passage, "421 bye\r\n", 3));
  }

  private static void say(ReplyPassage passage, String text) {
    passage.passToUpstream(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII)).release();
  }

  @Test
  void aGoodbyeFitsBehindWholeRepliesOnly() {
    ReplyPassage passage = new ReplyPassage(Set.of());
    assertTrue(passage.isAtBoundary());
    passed(passage, "250-mail\r\n", 1);
    assertFalse(passage.isAtBoundary());
    passed(passage, "250 DSN", 1);
    assertFalse(passage.isAtBoundary());
    passed(passage, "\r\n", 1);
    assertTrue(passage.isAtBoundary());
  }

  @Test
  void aLineWithoutAnEndIsNotHeld() {
    ReplyPassage passage = new ReplyPassage(Set.of());
    String line = "250 " + "x".repeat(10_000) + "\r\n";
    assertEquals(line, passed(passage, line, 1000));
    assertTrue(passage.isAtBoundary());
  }
}
