// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.relay;

import io.netty.buffer.ByteBuf;

/** The last octets of a line so far, which say whether a literal follows it (RFC 9051 §4.3). */
final class LineTail {
  /** More than the end of a line that announces a literal has. */
  private static final int MAX_ANNOUNCEMENT = 24;

  private final byte[] end = new byte[MAX_ANNOUNCEMENT];
  private int length;

  /** A literal that a line announces with its last characters. */
  record Literal(long size, boolean synchronising) {}

  /** More of the line, up to its LF. */
  void add(ByteBuf in, int from, int to) {
    int fresh = Math.min(to - from, MAX_ANNOUNCEMENT);
    int kept = Math.min(length, MAX_ANNOUNCEMENT - fresh);
    System.arraycopy(end, length - kept, end, 0, kept);
    in.getBytes(to - fresh, end, kept, fresh);
    length = kept + fresh;
  }

  /** The line is over, and another begins: what it announces, of size -1 where there is nothing. */
  Literal next() {
    Literal announced = announced();
    length = 0;
    return announced;
  }

  private Literal announced() {
    int at = length - 1;
    if (at < 0 || end[at] != '\r' || --at < 0 || end[at] != '}') {
      return new Literal(-1, false);
    }
    at--;
    boolean synchronising = at < 0 || (end[at] != '+' && end[at] != '-');
    if (!synchronising) {
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
    boolean literal = digits > 0 && at >= 0 && end[at] == '{';
    return new Literal(literal ? size : -1, synchronising);
  }
}
