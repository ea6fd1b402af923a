// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.text;

/**
 * What people type or paste where a code of ours is wanted: an app password, a code of an
 * authenticator app, a recovery code. All three are read alike.
 */
public final class TypedCode {
  private TypedCode() {}

  /**
   * Whether it doesn't count: a space of any kind, the end of a line, a tab, a dash of any kind,
   * and what isn't seen (RFC 8265 would refuse some of these; they come along when a code is
   * copied).
   */
  public static boolean isIgnored(int codePoint) {
    return switch (codePoint) {
      case ' ', '-', '\t', '\n', 0x0b, '\f', '\r', 0x85, 0x2043, 0x2212 -> true;
      default -> codePoint >= 0x80 && isIgnoredByType(codePoint);
    };
  }

  private static boolean isIgnoredByType(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.DASH_PUNCTUATION,
          Character.FORMAT ->
          true;
      case Character.NON_SPACING_MARK -> codePoint >= 0xfe00 && codePoint <= 0xfe0f;
      default -> codePoint == 0x2800 || codePoint == 0x3164 || codePoint == 0xffa0;
    };
  }

  /**
   * The character in ASCII and in lower case where it is one in another width or script of digits.
   */
  public static int plain(int codePoint) {
    int c = codePoint >= 0xff01 && codePoint <= 0xff5e ? codePoint - 0xfee0 : codePoint;
    if (c >= 'A' && c <= 'Z') {
      return c + ('a' - 'A');
    }
    int digit = c < 0x80 ? -1 : Character.digit(c, 10);
    return digit < 0 ? c : '0' + digit;
  }

  /** What of it counts, each character {@link #plain}. */
  public static String plain(String typed) {
    StringBuilder code = new StringBuilder(typed.length());
    typed
        .codePoints()
        .map(TypedCode::plain)
        .filter(c -> !isIgnored(c))
        .forEach(code::appendCodePoint);
    return code.toString();
  }
}
