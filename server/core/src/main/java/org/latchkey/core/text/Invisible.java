// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.text;

/** Code points that nobody sees, and those that steer how others are seen. */
public final class Invisible {
  private static final int ZWNJ = 0x200c;
  private static final int ZWJ = 0x200d;

  private Invisible() {}

  /**
   * Whether it is a control or format character, a separator of lines, half a character, or drawn
   * as nothing.
   */
  public static boolean is(int codePoint) {
    return isBlank(codePoint)
        || switch (Character.getType(codePoint)) {
          case Character.CONTROL,
              Character.FORMAT,
              Character.SURROGATE,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR ->
              true;
          default -> false;
        };
  }

  /**
   * A letter, mark or symbol that is drawn as nothing: of Default_Ignorable_Code_Point those of no
   * format, but for variation selectors, and the blank Braille pattern.
   */
  private static boolean isBlank(int codePoint) {
    return switch (codePoint) {
      case 0x034f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x2800, 0x3164, 0xffa0 -> true;
      default -> false;
    };
  }

  /** Whether it only says if its neighbours are joined, as Persian and Indic scripts need. */
  public static boolean isJoiner(int codePoint) {
    return codePoint == ZWNJ || codePoint == ZWJ;
  }

  /**
   * Whether a text holds one that has no place in it. A joiner has its place between letters, and
   * behind a mark such as a virama (RFC 5892 appendix A.1 and A.2, for every script).
   */
  public static boolean in(String text) {
    int before = 0;
    for (int at = 0; at < text.length(); ) {
      int codePoint = text.codePointAt(at);
      at += Character.charCount(codePoint);
      int after = at < text.length() ? text.codePointAt(at) : 0;
      if (is(codePoint) && !(isJoiner(codePoint) && joins(before, after))) {
        return true;
      }
      before = codePoint;
    }
    return false;
  }

  private static boolean joins(int before, int after) {
    return isMark(before)
        || (Character.isLetter(before) && (Character.isLetter(after) || isMark(after)));
  }

  private static boolean isMark(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK -> true;
      default -> false;
    };
  }
}
