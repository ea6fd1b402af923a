// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.line;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Lines (RFC 5321 §2.3.8). After a broken frame everything is dropped. */
public final class LineFraming implements Framing {
  private final LineScan scan;
  private boolean broken;

  /** How many octets are to be dropped before the next line; -1 where none are. */
  private long toDrop = -1;

  /**
   * @param maxLineBytes the longest line, without its CRLF
   */
  public LineFraming(int maxLineBytes) {
    scan = new LineScan(maxLineBytes);
  }

  /** Drops the octets that follow the line that was taken last, be it none, and then says so. */
  public void drop(long octets) {
    toDrop = octets;
  }

  private @Nullable Frame dropNext(ByteBuf in) {
    int dropped = (int) Math.min(toDrop, in.readableBytes());
    in.skipBytes(dropped);
    toDrop -= dropped;
    if (toDrop > 0) {
      return null;
    }
    toDrop = -1;
    return new Frame.Dropped();
  }

  @Override
  public @Nullable Frame next(ByteBuf in) {
    if (broken) {
      in.skipBytes(in.readableBytes());
      return null;
    }
    if (toDrop >= 0) {
      return dropNext(in);
    }
    int length = scan.lengthOfLine(in, 0);
    if (length >= 0) {
      Line line = Line.take(in, length);
      in.skipBytes(2);
      return line;
    }
    Frame.Fault fault = scan.fault();
    if (fault == null) {
      return null;
    }
    broken = true;
    return new Frame.Broken(fault);
  }
}
