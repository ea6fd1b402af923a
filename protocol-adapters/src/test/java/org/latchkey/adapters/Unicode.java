// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters;

import java.util.Random;
import java.util.stream.Collectors;

/** Text over the whole of Unicode, with what parsers stumble over more often than chance has it. */
public final class Unicode {
  /** Separators and escapes of DNs and filters, spaces of all kinds, marks, emoji, unassigned. */
  private static final int[] AWKWARD =
      ("\\\"#+,;<=>()*&|!' \t\r\n\u0000\u00a0\u2003\u3000\u00ad\u0301\u0308\u202e\u200d\ufeff\ufffd"
              + "ßẞſİıΣςüéÅｱ①ﬁ📱👩🦰\ue000\uffff\udb40\udd00\udbff\udffd")
          .codePoints()
          .toArray();

  private Unicode() {}

  /** A text of so many code points, none of them a surrogate. */
  public static String text(Random random, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.appendCodePoint(codePoint(random));
    }
    return text.toString();
  }

  private static int codePoint(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> AWKWARD[random.nextInt(AWKWARD.length)];
      case 1 -> 'a' + random.nextInt(26);
      case 2 -> scalar(random, 0x3000);
      default -> scalar(random, Character.MAX_CODE_POINT + 1);
    };
  }

  private static int scalar(Random random, int below) {
    int codePoint = random.nextInt(below);
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE
        ? 'x'
        : codePoint;
  }

  /** A text as a test may print it. */
  public static String escaped(String text) {
    return text.codePoints().mapToObj("U+%04X"::formatted).collect(Collectors.joining(" "));
  }
}
