// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.line;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * IMAP commands: lines, with literals between (RFC 9051 §4.3, RFC 7888). A command stays in the
 * buffer until it is whole. After a broken frame everything is dropped.
 */
public final class CommandFraming implements Framing {
  private static final Frame.LiteralAwaited AWAITED = new Frame.LiteralAwaited();
  private static final int MAX_DIGITS = 10;

  private final LineScan scan;
  private final int maxCommandBytes;
  private boolean literals = true;
  private boolean broken;

  /** Where the line that is looked for begins, behind the command's first byte. */
  private int lineStart;

  /** A literal at the end of a line. */
  private record Literal(long size, boolean synchronising) {}

  /**
   * @param maxLineBytes the longest line, without its CRLF
   * @param maxCommandBytes the largest command, its literals counted
   */
  public CommandFraming(int maxLineBytes, int maxCommandBytes) {
    scan = new LineScan(maxLineBytes);
    this.maxCommandBytes = maxCommandBytes;
  }

  /** Whether lines may end in a literal: not those that answer a challenge or end an IDLE. */
  public void expectLiterals(boolean expected) {
    literals = expected;
  }

  @Override
  public @Nullable Frame next(ByteBuf in) {
    if (broken) {
      in.skipBytes(in.readableBytes());
      return null;
    }
    while (in.readableBytes() > lineStart) {
      int length = scan.lengthOfLine(in, lineStart);
      if (length < 0) {
        Frame.Fault fault = scan.fault();
        return fault == null ? null : breakOff(fault);
      }
      int end = lineStart + length;
      Literal literal = literals ? literalBefore(in, end) : null;
      if (literal == null) {
        return end > maxCommandBytes ? breakOff(Frame.Fault.LINE_TOO_LONG) : whole(in, end);
      }
      if (end + 2 + literal.size() > maxCommandBytes) {
        return literal.synchronising()
            ? new Frame.LiteralTooLarge(whole(in, end))
            : breakOff(Frame.Fault.LITERAL_TOO_LARGE);
      }
      lineStart = end + 2 + (int) literal.size();
      if (literal.synchronising()) {
        return AWAITED;
      }
    }
    return null;
  }

  private Line whole(ByteBuf in, int length) {
    Line command = Line.take(in, length);
    in.skipBytes(2);
    lineStart = 0;
    return command;
  }

  private Frame breakOff(Frame.Fault fault) {
    broken = true;
    return new Frame.Broken(fault);
  }

  /** The literal that the line announces with its last characters, if it does. */
  private static @Nullable Literal literalBefore(ByteBuf in, int end) {
    int at = in.readerIndex() + end - 1;
    int first = in.readerIndex();
    if (at <= first || in.getByte(at) != '}') {
      return null;
    }
    at--;
    byte mark = in.getByte(at);
    boolean synchronising = mark != '+' && mark != '-';
    int lastDigit = synchronising ? at : at - 1;
    int brace = lastDigit;
    while (brace > first && isDigit(in.getByte(brace))) {
      brace--;
    }
    int digits = lastDigit - brace;
    if (digits <= 0 || in.getByte(brace) != '{') {
      return null;
    }
    return new Literal(
        digits > MAX_DIGITS ? Long.MAX_VALUE / 2 : number(in, brace + 1, digits), synchronising);
  }

  private static long number(ByteBuf in, int at, int digits) {
    long number = 0;
    for (int i = at; i < at + digits; i++) {
      number = number * 10 + in.getByte(i) - '0';
    }
    return number;
  }

  private static boolean isDigit(byte octet) {
    return octet >= '0' && octet <= '9';
  }
}
