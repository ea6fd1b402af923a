// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.account;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/**
 * Prepares a typed login name for comparison: the UsernameCaseMapped profile (RFC 8265 §3.3).
 *
 * <p>Full-width and half-width letters become their plain forms, upper case becomes lower, the rest
 * is brought to NFC; then only what the IdentifierClass (RFC 8264 §4.2) allows may be left. Spaces
 * around a name are dropped, since the keyboards of phones put one behind each word. Nothing else
 * is: a name with a space, a control character, a NUL or a byte order mark in it can't be prepared,
 * and what can't be prepared is an unknown user.
 */
public final class LoginName {
  /** The longest name looked up, in UTF-16 units: a mail address is at most 254 octets. */
  public static final int MAX_LENGTH = 254;

  private LoginName() {}

  /** The prepared name, or empty when this can be nobody's name. */
  public static Optional<String> prepare(String typed) {
    return prepareTrimmed(trimmed(typed));
  }

  /** Whether two names are one: letter by letter, or once they are prepared. */
  public static boolean same(String one, String other) {
    Optional<String> prepared = prepare(one);
    return one.equals(other) || (prepared.isPresent() && prepared.equals(prepare(other)));
  }

  /** Without the spaces of any script, and the tabs, at its ends. */
  public static String trimmed(String typed) {
    int start = 0;
    int end = typed.length();
    while (start < end && isSpace(typed.charAt(start))) {
      start++;
    }
    while (end > start && isSpace(typed.charAt(end - 1))) {
      end--;
    }
    return typed.substring(start, end);
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || Character.getType(c) == Character.SPACE_SEPARATOR;
  }

  private static Optional<String> prepareTrimmed(String typed) {
    int length = typed.length();
    if (length == 0 || length > MAX_LENGTH) {
      return Optional.empty();
    }
    boolean lowerCase = true;
    for (int i = 0; i < length; i++) {
      char c = typed.charAt(i);
      if (c >= 0x7f) {
        return prepareUnicode(typed);
      }
      if (c <= ' ') {
        return Optional.empty();
      }
      lowerCase &= c < 'A' || c > 'Z';
    }
    return Optional.of(lowerCase ? typed : typed.toLowerCase(Locale.ROOT));
  }

  private static Optional<String> prepareUnicode(String typed) {
    StringBuilder mapped = new StringBuilder(typed.length());
    typed.codePoints().forEach(c -> mapped.append(widthMapped(c)));
    String name =
        Normalizer.normalize(mapped.toString().toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
    // Case mapping and NFC may make it longer.
    boolean fits = !name.isEmpty() && name.length() <= MAX_LENGTH;
    boolean allowed = fits && name.codePoints().allMatch(LoginName::isIdentifier);
    return allowed && !mixesDirections(name) ? Optional.of(name) : Optional.empty();
  }

  private static String widthMapped(int codePoint) {
    String one = Character.toString(codePoint);
    boolean wide = codePoint >= 0xff00 && codePoint <= 0xffef;
    return wide ? Normalizer.normalize(one, Normalizer.Form.NFKC) : one;
  }

  private static boolean isIdentifier(int codePoint) {
    if (codePoint < 0x80) {
      return codePoint > ' ' && codePoint < 0x7f;
    }
    if (isIgnorable(codePoint)) {
      return false;
    }
    String one = Character.toString(codePoint);
    return switch (Character.getType(codePoint)) {
      case Character.LOWERCASE_LETTER,
          Character.OTHER_LETTER,
          Character.MODIFIER_LETTER,
          Character.NON_SPACING_MARK,
          Character.COMBINING_SPACING_MARK,
          Character.DECIMAL_DIGIT_NUMBER ->
          Normalizer.isNormalized(one, Normalizer.Form.NFKC);
      default -> false;
    };
  }

  /**
   * The letters and marks that nobody sees: two names that differ in one look the same
   * (Default_Ignorable_Code_Point, RFC 8264 §9.13, of the categories that are let in otherwise).
   */
  private static boolean isIgnorable(int codePoint) {
    return codePoint == 0x034f
        || (codePoint >= 0x115f && codePoint <= 0x1160)
        || (codePoint >= 0x17b4 && codePoint <= 0x17b5)
        || (codePoint >= 0x180b && codePoint <= 0x180f)
        || (codePoint >= 0xfe00 && codePoint <= 0xfe0f)
        || (codePoint >= 0xe0100 && codePoint <= 0xe01ef);
  }

  /**
   * The Bidi Rule (RFC 5893 §2), kept to its core: a right-to-left name holds no left-to-right
   * letter.
   */
  private static boolean mixesDirections(String name) {
    boolean rightToLeft = false;
    boolean leftToRight = false;
    for (int i = 0; i < name.length(); ) {
      int codePoint = name.codePointAt(i);
      byte direction = Character.getDirectionality(codePoint);
      rightToLeft |=
          direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
              || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
      leftToRight |= direction == Character.DIRECTIONALITY_LEFT_TO_RIGHT;
      i += Character.charCount(codePoint);
    }
    return rightToLeft && leftToRight;
  }
}
