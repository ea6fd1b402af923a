// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.line;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Feeds a framing in pieces of a size, and writes down what comes out. */
final class Pieces {
  private Pieces() {}

  static List<String> frames(Framing framing, String input, int size) {
    List<String> frames = new ArrayList<>();
    byte[] octets = input.getBytes(StandardCharsets.ISO_8859_1);
    ByteBuf in = Unpooled.buffer();
    for (int at = 0; at < octets.length; at += size) {
      in.writeBytes(octets, at, Math.min(size, octets.length - at));
      for (Frame frame = framing.next(in); frame != null; frame = framing.next(in)) {
        frames.add(shown(frame));
      }
    }
    in.release();
    return frames;
  }

  private static String shown(Frame frame) {
    return switch (frame) {
      case Line line -> line.text(0, line.length());
      case Frame.LiteralAwaited _ -> "<go on>";
      case Frame.Dropped dropped -> "dropped";
      case Frame.LiteralTooLarge large ->
          "<too large: " + large.command().text(0, large.command().length()) + ">";
      case Frame.Broken broken -> "<" + broken.fault() + ">";
    };
  }
}
