// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.line;

import io.netty.buffer.ByteBuf;
import io.netty.util.ByteProcessor;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the end of a line: CRLF, and nothing else. A CR or an LF alone ends a line for some and
 * not for others, which is how mail is smuggled (CVE-2023-51764), so it breaks the stream. What was
 * looked at is not looked at again.
 */
final class LineScan {
  private static final ByteProcessor ORDINARY =
      octet -> octet != '\r' && octet != '\n' && octet != 0;

  private final int maxLineBytes;
  private int scanned;
  private Frame.@Nullable Fault fault;

  LineScan(int maxLineBytes) {
    this.maxLineBytes = maxLineBytes;
  }

  /**
   * The length of the line that begins this far behind the reader index, without its CRLF; -1 where
   * its end hasn't arrived, or the stream is broken.
   */
  int lengthOfLine(ByteBuf in, int offset) {
    int start = in.readerIndex() + offset;
    int left = in.readableBytes() - offset - scanned;
    int found = left > 0 ? in.forEachByte(start + scanned, left, ORDINARY) : -1;
    int length = (found < 0 ? in.writerIndex() : found) - start;
    if (length > maxLineBytes) {
      fault = Frame.Fault.LINE_TOO_LONG;
      return -1;
    }
    scanned = length;
    return found < 0 ? -1 : endedAt(in, found, length);
  }

  private int endedAt(ByteBuf in, int found, int length) {
    switch (in.getByte(found)) {
      case 0 -> fault = Frame.Fault.NUL;
      case '\n' -> fault = Frame.Fault.BARE_LF;
      default -> {
        if (found + 1 == in.writerIndex()) {
          return -1;
        }
        if (in.getByte(found + 1) == '\n') {
          scanned = 0;
          return length;
        }
        fault = Frame.Fault.BARE_CR;
      }
    }
    return -1;
  }

  /** Why the stream is broken; null while it isn't. */
  Frame.@Nullable Fault fault() {
    return fault;
  }
}
