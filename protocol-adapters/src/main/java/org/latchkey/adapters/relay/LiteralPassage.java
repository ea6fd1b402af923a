// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.relay;

import io.netty.buffer.ByteBuf;
import java.util.function.Function;
import org.latchkey.adapters.line.Reply;
import org.latchkey.core.session.SignOutReason;

/**
 * Words in lines with literals in them (RFC 9051 §4.3, RFC 5804 §4): they pass as they are, and
 * only their ends are looked at. A literal's octets are counted, not read.
 */
public final class LiteralPassage implements Passage {
  /** More than the end of a line that announces a literal has. */
  private static final int MAX_ANNOUNCEMENT = 24;

  private final Function<SignOutReason, Reply> goodbye;
  private final byte[] end = new byte[MAX_ANNOUNCEMENT];
  private int endLength;
  private long literalLeft;
  private boolean lineOpen;

  public LiteralPassage(Function<SignOutReason, Reply> goodbye) {
    this.goodbye = goodbye;
  }

  @Override
  public ByteBuf pass(ByteBuf in) {
    int at = in.readerIndex();
    int last = in.writerIndex();
    while (at < last) {
      if (literalLeft > 0) {
        int skipped = (int) Math.min(literalLeft, last - at);
        literalLeft -= skipped;
        at += skipped;
      } else {
        int newline = in.indexOf(at, last, (byte) '\n');
        int lineEnd = newline < 0 ? last : newline;
        keepEnd(in, at, lineEnd);
        at = lineEnd;
        lineOpen = true;
        if (newline >= 0) {
          at++;
          lineEnds();
        }
      }
    }
    return in;
  }

  /** Keeps the last octets of the line so far. */
  private void keepEnd(ByteBuf in, int from, int to) {
    int fresh = Math.min(to - from, MAX_ANNOUNCEMENT);
    int kept = Math.min(endLength, MAX_ANNOUNCEMENT - fresh);
    System.arraycopy(end, endLength - kept, end, 0, kept);
    in.getBytes(to - fresh, end, kept, fresh);
    endLength = kept + fresh;
  }

  private void lineEnds() {
    long announced = announced();
    endLength = 0;
    // Behind a literal the line goes on.
    lineOpen = announced >= 0;
    literalLeft = Math.max(0, announced);
  }

  /** The size of the literal that the line ends with; -1 where there is none. */
  private long announced() {
    int at = endLength - 1;
    if (at < 0 || end[at] != '\r' || --at < 0 || end[at] != '}') {
      return -1;
    }
    at--;
    if (at >= 0 && end[at] == '+') {
      at--;
    }
    long size = 0;
    long digit = 1;
    int digits = 0;
    while (at >= 0 && end[at] >= '0' && end[at] <= '9' && digits < 18) {
      size += digit * (end[at] - '0');
      digit *= 10;
      digits++;
      at--;
    }
    return digits > 0 && at >= 0 && end[at] == '{' ? size : -1;
  }

  @Override
  public boolean isAtBoundary() {
    return !lineOpen && literalLeft == 0;
  }

  @Override
  public Reply goodbye(SignOutReason reason) {
    return goodbye.apply(reason);
  }
}
