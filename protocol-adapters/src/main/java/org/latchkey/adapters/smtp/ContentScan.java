// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.smtp;

import io.netty.buffer.ByteBuf;
import io.netty.util.ByteProcessor;

/**
 * The content of a message behind DATA: passes it with line ends that all servers read alike, and
 * looks for its end, which is CRLF, a dot, CRLF and nothing else (RFC 5321 §2.3.8, §4.1.1.4).
 *
 * <p>As Postfix does by default ({@code smtpd_forbid_bare_newline = normalize}, {@code
 * cleanup_replace_stray_cr_lf}), an LF alone becomes CRLF and a CR alone a space. A dot that is
 * alone on a line with such octets around it is the end for some servers and not for others
 * (CVE-2023-51764), so it is a breach.
 */
final class ContentScan {
  private static final ByteProcessor ORDINARY =
      octet -> octet != '\r' && octet != '\n' && octet != 0;

  /** What a line has in it so far, but for CRs and NULs. */
  private enum Held {
    NOTHING,
    DOT,
    MORE
  }

  private Held line = Held.NOTHING;

  /** Whether the line has a CR or a NUL in it, or one of those ends that is no CRLF around it. */
  private boolean odd;

  /** Whether a CR was the last octet: it is not passed before it is known what follows. */
  private boolean afterCr;

  private boolean ended;
  private boolean breached;

  /** Moves content from one buffer to the other, up to its end or its breach. */
  void pass(ByteBuf in, ByteBuf out) {
    while (in.isReadable() && !ended && !breached) {
      if (!afterCr) {
        run(in, out);
      }
      if (in.isReadable()) {
        special(in, out);
      }
    }
  }

  /** Octets that are no line end. */
  private void run(ByteBuf in, ByteBuf out) {
    int stop = in.forEachByte(ORDINARY);
    int length = (stop < 0 ? in.writerIndex() : stop) - in.readerIndex();
    if (length > 0) {
      boolean dot = line == Held.NOTHING && length == 1 && in.getByte(in.readerIndex()) == '.';
      line = dot ? Held.DOT : Held.MORE;
      out.writeBytes(in, length);
    }
  }

  private void special(ByteBuf in, ByteBuf out) {
    byte octet = in.getByte(in.readerIndex());
    if (afterCr && octet != '\n') {
      afterCr = false;
      odd = true;
      out.writeByte(' ');
      return;
    }
    in.skipBytes(1);
    switch (octet) {
      case '\r' -> afterCr = true;
      case '\n' -> lineEnds(out);
      default -> {
        odd = true;
        out.writeByte(octet);
      }
    }
  }

  private void lineEnds(ByteBuf out) {
    boolean crlf = afterCr;
    afterCr = false;
    if (line == Held.DOT) {
      ended = crlf && !odd;
      breached = !ended;
      if (breached) {
        return;
      }
    }
    out.writeByte('\r').writeByte('\n');
    line = Held.NOTHING;
    odd = !crlf;
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
