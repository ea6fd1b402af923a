// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.smtp;

import io.netty.buffer.ByteBuf;

/**
 * Looks for the end of a message's content: CRLF, a dot, CRLF (RFC 5321 §4.1.1.4). A dot alone on a
 * line that another end of line bounds is the end for some servers and not for others
 * (CVE-2023-51764), so it is a breach.
 */
final class ContentScan {
  private int lineLength;
  private int first;
  private int last;
  private boolean afterCrlf = true;
  private boolean ended;
  private boolean breached;

  /** How many of the octets that came next belong to the content, its end among them. */
  int scan(ByteBuf in) {
    int from = in.readerIndex();
    int to = in.writerIndex();
    int at = from;
    while (!ended && !breached) {
      int newline = in.indexOf(at, to, (byte) '\n');
      int lineEnd = newline < 0 ? to : newline;
      take(in, at, lineEnd);
      if (newline < 0) {
        return to - from;
      }
      at = newline + 1;
      lineEnds();
    }
    return at - from;
  }

  private void take(ByteBuf in, int from, int to) {
    if (from < to) {
      if (lineLength == 0) {
        first = in.getByte(from);
      }
      last = in.getByte(to - 1);
      // Only short lines matter, so that a huge one doesn't overflow it.
      lineLength = Math.min(lineLength + to - from, 1000);
    }
  }

  private void lineEnds() {
    boolean crlf = lineLength > 0 && last == '\r';
    if (lineLength == (crlf ? 2 : 1) && first == '.') {
      ended = crlf && afterCrlf;
      breached = !ended;
    }
    afterCrlf = crlf;
    lineLength = 0;
  }

  /** Whether the end was there. */
  boolean hasEnded() {
    return ended;
  }

  /** Whether a line was there that is the end for some. */
  boolean isBreached() {
    return breached;
  }
}
