// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
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
    "550-AUTH no~550 AUTH no~, 550-AUTH no~550 AUTH no~"
  })
  void whatIsLatchkeysOwnIsLeftOutHoweverItIsCut(String text, String passed) {
    String octets = text.replace("~", "\r\n");
    for (int length : new int[] {1, 2, 7, octets.length()}) {
      ReplyPassage passage = new ReplyPassage(true);
      assertEquals(passed.replace("~", "\r\n"), passed(passage, octets, length));
      assertTrue(passage.isAtBoundary());
    }
  }

  @Test
  void aGoodbyeFitsBehindWholeRepliesOnly() {
    ReplyPassage passage = new ReplyPassage(true);
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
    ReplyPassage passage = new ReplyPassage(true);
    String line = "250 " + "x".repeat(10_000) + "\r\n";
    assertEquals(line, passed(passage, line, 1000));
    assertTrue(passage.isAtBoundary());
  }
}
