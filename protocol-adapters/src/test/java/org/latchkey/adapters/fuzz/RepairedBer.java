// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * BER whose lengths are made to fit: an element that reaches out of the one it is in is cut off
 * there. A fuzzer's random changes would otherwise hardly ever get past the outermost length.
 */
final class RepairedBer {
  private static final int CONSTRUCTED = 0x20;
  private static final int MAX_DEPTH = 80;

  private RepairedBer() {}

  static byte[] of(byte[] input) {
    return elements(input, 0, input.length, 0);
  }

  private static byte[] elements(byte[] in, int from, int to, int depth) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(to - from + 16);
    int at = from;
    while (at + 1 < to) {
      int tag = in[at] & 0xff;
      int lengthOctets = in[at + 1] < 0 ? in[at + 1] & 3 : 0;
      int start = Math.min(to, at + 2 + lengthOctets);
      int length = in[at + 1];
      if (length < 0) {
        length = 0;
        for (int i = at + 2; i < start; i++) {
          length = length << 8 | (in[i] & 0xff);
        }
      }
      int end = Math.min(to, start + length);
      byte[] value =
          (tag & CONSTRUCTED) != 0 && depth < MAX_DEPTH
              ? elements(in, start, end, depth + 1)
              : Arrays.copyOfRange(in, start, end);
      out.write(tag);
      writeLength(out, value.length);
      out.writeBytes(value);
      at = end;
    }
    return out.toByteArray();
  }

  private static void writeLength(ByteArrayOutputStream out, int length) {
    if (length < 0x80) {
      out.write(length);
    } else if (length < 0x10000) {
      out.write(0x82);
      out.write(length >> 8);
      out.write(length);
    } else {
      out.write(0x83);
      out.write(length >> 16);
      out.write(length >> 8);
      out.write(length);
    }
  }
}
