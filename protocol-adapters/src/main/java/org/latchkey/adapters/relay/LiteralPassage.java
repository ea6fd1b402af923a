// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.relay;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.latchkey.adapters.line.Reply;
import org.latchkey.core.session.SignOutReason;

/**
 * Words in lines with literals in them (RFC 9051 §4.3, RFC 5804 §4): they pass as they are, and
 * only the beginnings and ends of lines are looked at. A literal's octets are counted, not read.
 */
public final class LiteralPassage implements Passage {
  /** More than the longest tag and the word behind it. */
  private static final int MAX_BEGINNING = 300;

  private final Function<SignOutReason, Reply> goodbye;
  private final Lines lines;
  private final LineTail tail = new LineTail();
  private final StringBuilder beginning = new StringBuilder();
  private long literalLeft;
  private boolean lineOpen;

  /** Whether the line began behind a literal. */
  private boolean continued;

  private boolean opaque;

  /** Hears of the lines that pass. */
  public interface Lines {
    /** What is done with a line. */
    enum Kind {
      /** It may announce a literal. */
      DATA,
      /** It ends in free text, which announces nothing. */
      TEXT,
      /** Behind it the octets are no lines any more, such as compressed ones (RFC 4978). */
      LAST
    }

    /**
     * A line is about to end.
     *
     * @param beginning its first characters
     */
    Kind ends(String beginning);
  }

  /**
   * @param lines hears of them
   */
  public LiteralPassage(Function<SignOutReason, Reply> goodbye, Lines lines) {
    this.goodbye = goodbye;
    this.lines = lines;
  }

  /** One whose lines may all announce literals. */
  public LiteralPassage(Function<SignOutReason, Reply> goodbye) {
    this(goodbye, beginning -> Lines.Kind.DATA);
  }

  @Override
  public ByteBuf pass(ByteBuf in) {
    int at = in.readerIndex();
    int last = in.writerIndex();
    while (at < last && !opaque) {
      if (literalLeft > 0) {
        int skipped = (int) Math.min(literalLeft, last - at);
        literalLeft -= skipped;
        at += skipped;
      } else {
        int newline = in.indexOf(at, last, (byte) '\n');
        int lineEnd = newline < 0 ? last : newline;
        begin(in, at, lineEnd);
        tail.add(in, at, lineEnd);
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

  private void begin(ByteBuf in, int from, int to) {
    int length = Math.min(to - from, MAX_BEGINNING - beginning.length());
    if (!continued && length > 0) {
      beginning.append(in.toString(from, length, StandardCharsets.ISO_8859_1));
    }
  }

  private void lineEnds() {
    Lines.Kind kind = continued ? Lines.Kind.DATA : lines.ends(beginning.toString());
    beginning.setLength(0);
    long announced = tail.next().size();
    // Behind a literal the line goes on.
    continued = kind == Lines.Kind.DATA && announced >= 0;
    lineOpen = continued;
    literalLeft = continued ? announced : 0;
    opaque = kind == Lines.Kind.LAST;
  }

  @Override
  public boolean isAtBoundary() {
    return !opaque && !lineOpen && literalLeft == 0;
  }

  @Override
  public Reply goodbye(SignOutReason reason) {
    return goodbye.apply(reason);
  }
}
