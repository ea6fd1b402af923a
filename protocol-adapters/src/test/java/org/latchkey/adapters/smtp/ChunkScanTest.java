// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Chunks keep their length, whatever is in them, and lose the line ends that are none. */
final class ChunkScanTest {
  /** What is passed of two chunks of one message, read in pieces; null for a breach. */
  private static String pass(String text, int chunkEnd, int pieceLength) {
    ChunkScan scan = new ChunkScan();
    ByteBuf out = Unpooled.buffer();
    int at = 0;
    boolean ended = false;
    while (!ended && !scan.isBreached()) {
      int end = at < chunkEnd ? chunkEnd : text.length();
      int length = Math.min(pieceLength, end - at);
      ByteBuf in =
          Unpooled.copiedBuffer(text.substring(at, at + length), StandardCharsets.ISO_8859_1);
      at += length;
      ended = at == text.length();
      scan.pass(in, length, at == end, end == text.length(), out);
    }
    if (scan.isBreached()) {
      return "breach";
    }
    assertEquals(text.length(), out.readableBytes(), text);
    return out.toString(StandardCharsets.ISO_8859_1);
  }

  @Test
  void everySequenceKeepsItsLengthOrIsABreach() {
    for (int number = 0; number < 1 << 12; number++) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < 6; i++) {
        text.append("\r\n.x".charAt((number >> (2 * i)) & 3));
      }
      String whole = pass(text.toString(), 0, 100);
      boolean bareLf = text.toString().replace("\r\n", "").contains("\n");
      assertEquals(bareLf, whole.equals("breach"), text.toString());
      assertFalse(whole.replace("\r\n", "").matches("(?s).*[\r\n].*"), text.toString());
      assertEquals(whole, pass(text.toString(), 0, 1), text.toString());
    }
  }

  @Test
  void aLineEndMayBeCutByTheChunks() {
    assertEquals("a\r\nb", pass("a\r\nb", 2, 1));
    assertEquals("a b", pass("a\rb", 3, 1));
    assertEquals("breach", pass("a\rb", 2, 1));
    assertEquals("a ", pass("a\r", 0, 1));
    assertEquals("breach", pass("a\nb", 2, 5));
  }
}
