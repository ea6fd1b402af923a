// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.line;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Lines (RFC 5321 §2.3.8). After a broken frame everything is dropped. */
public final class LineFraming implements Framing {
  private final LineScan scan;
  private boolean broken;

  /**
   * @param maxLineBytes the longest line, without its CRLF
   */
  public LineFraming(int maxLineBytes) {
    scan = new LineScan(maxLineBytes);
  }

  @Override
  public @Nullable Frame next(ByteBuf in) {
    if (broken) {
      in.skipBytes(in.readableBytes());
      return null;
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
