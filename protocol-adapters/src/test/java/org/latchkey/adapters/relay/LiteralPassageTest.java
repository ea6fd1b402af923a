// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latchkey.adapters.line.Reply;

final class LiteralPassageTest {
  /** Each octet with a stroke behind it where a goodbye could stand; \r\n is a line end here. */
  private static String boundaries(String text, int pieceLength) {
    LiteralPassage passage = new LiteralPassage(reason -> Reply.lines("BYE"));
    StringBuilder marked = new StringBuilder();
    for (int at = 0; at < text.length(); at += pieceLength) {
      String piece = text.substring(at, Math.min(text.length(), at + pieceLength));
      ByteBuf out = passage.pass(Unpooled.copiedBuffer(piece, StandardCharsets.ISO_8859_1));
      assertEquals(piece, out.toString(StandardCharsets.ISO_8859_1));
      out.release();
      marked.append(piece).append(passage.isAtBoundary() ? "|" : "");
    }
    return marked.toString();
  }

  @ParameterizedTest
  @CsvSource({
    "* OK~, * OK~|",
    "* 1 FETCH {3}~abc)~* OK~, * 1 FETCH {3}~abc)~|* OK~|",
    "{3+}~abc x~, {3+}~abc x~|",
    "{0}~)~, {0}~)~|",
    "{2}~~x~, {2}~~x~|",
    "a {3} b~, a {3} b~|",
    "a{}~, a{}~|",
    "a3}~, a3}~|",
    "{12x}~, {12x}~|",
    "}~, }~|",
    "{3}~abc {2}~de)~, {3}~abc {2}~de)~|",
    "a very long line that ends in a literal of two {2}~ab~, a very long line that ends in a literal of two {2}~ab~|",
    "{1}~a, {1}~a"
  })
  void aGoodbyeFitsBehindWholeLinesOnly(String text, String marked) {
    String octets = text.replace("~", "\r\n");
    assertEquals(marked.replace("~", "\r\n"), boundaries(octets, 1));
  }

  @ParameterizedTest
  @CsvSource({
    "* OK~, true",
    "* 1 FETCH {3}~abc)~* OK~, true",
    "* 1 FETCH {3}~abc, false",
    "* 1 FETCH {3}~, false",
    "* 1 FETCH {9}~abc)~* OK, false",
    "* O, false"
  })
  void itIsTheSameInOnePiece(String text, boolean boundary) {
    String octets = text.replace("~", "\r\n");
    assertEquals(octets + (boundary ? "|" : ""), boundaries(octets, octets.length()));
  }
}
