// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.ldap.schema;

import java.text.Normalizer;
import java.util.Locale;

/**
 * String preparation for matching (RFC 4518): two strings match where their prepared forms are
 * equal. Nothing is prohibited: a character that Unicode 3.2 didn't know, such as an emoji, is
 * compared as it is, as other servers do.
 */
final class StringPreparation {
  private static final int DOTLESS_I = 0x131;

  /** Which part of a value a string is (RFC 4518 §2.6.1). */
  enum Part {
    WHOLE,
    INITIAL,
    ANY,
    FINAL
  }

  private StringPreparation() {}

  /** The prepared form of a string, with or without its case. */
  static String prepare(String text, boolean foldCase, Part part) {
    String mapped = Normalizer.normalize(map(text), Normalizer.Form.NFKC);
    String folded = foldCase ? Normalizer.normalize(fold(mapped), Normalizer.Form.NFKC) : mapped;
    return insignificantSpaces(folded, part);
  }

  /** RFC 4518 §2.2. */
  private static String map(String text) {
    StringBuilder mapped = new StringBuilder(text.length());
    text.codePoints()
        .filter(each -> !isMappedToNothing(each))
        .map(each -> isSpace(each) ? ' ' : each)
        .forEach(mapped::appendCodePoint);
    return mapped.toString();
  }

  private static boolean isSpace(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> (codePoint >= 0x09 && codePoint <= 0x0d) || codePoint == 0x85;
    };
  }

  private static boolean isMappedToNothing(int codePoint) {
    if (codePoint < 0x7f) {
      return codePoint < 0x20 && !isSpace(codePoint);
    }
    return switch (codePoint) {
      case 0xad, 0x34f, 0x6dd, 0x70f, 0x1806, 0x180b, 0x180c, 0x180d, 0x180e, 0x200b, 0xfeff ->
          true;
      case 0xfffc, 0xe0001 -> true;
      default ->
          (isWithin(codePoint, 0x7f, 0x9f) && codePoint != 0x85)
              || isWithin(codePoint, 0x200c, 0x200f)
              || isWithin(codePoint, 0x202a, 0x202e)
              || isWithin(codePoint, 0x2060, 0x2063)
              || isWithin(codePoint, 0x206a, 0x206f)
              || isWithin(codePoint, 0xfe00, 0xfe0f)
              || isWithin(codePoint, 0xfff9, 0xfffb)
              || isWithin(codePoint, 0x1d173, 0x1d17a)
              || isWithin(codePoint, 0xe0020, 0xe007f);
    };
  }

  private static boolean isWithin(int codePoint, int first, int last) {
    return codePoint >= first && codePoint <= last;
  }

  /** Upper case first, so that one letter may become two: ß and SS match. */
  private static String fold(String text) {
    StringBuilder folded = new StringBuilder(text.length());
    text.codePoints()
        .flatMap(
            each ->
                each == DOTLESS_I
                    ? Character.toString(each).codePoints()
                    : Character.toString(each).toUpperCase(Locale.ROOT).codePoints())
        .map(Character::toLowerCase)
        .forEach(folded::appendCodePoint);
    return folded.toString();
  }

  /**
   * One space at the start and the end and two between words, so that a substring that ends with a
   * space ends at a word's end.
   */
  private static String insignificantSpaces(String text, Part part) {
    StringBuilder prepared = new StringBuilder(text.length() + 2);
    boolean spaceBefore = false;
    boolean word = false;
    for (int i = 0; i < text.length(); i++) {
      if (isSpaceAt(text, i)) {
        spaceBefore = true;
        continue;
      }
      if (word) {
        prepared.append(spaceBefore ? "  " : "");
      } else if (spaceBefore || part == Part.WHOLE || part == Part.INITIAL) {
        prepared.append(' ');
      }
      prepared.append(text.charAt(i));
      word = true;
      spaceBefore = false;
    }
    if (!word) {
      return part == Part.WHOLE ? "  " : " ";
    }
    if (spaceBefore || part == Part.WHOLE || part == Part.FINAL) {
      prepared.append(' ');
    }
    return prepared.toString();
  }

  /** A space with a combining mark behind it is that mark's base, and none. */
  private static boolean isSpaceAt(String text, int index) {
    if (text.charAt(index) != ' ') {
      return false;
    }
    if (index + 1 == text.length()) {
      return true;
    }
    return switch (Character.getType(text.codePointAt(index + 1))) {
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK ->
          false;
      default -> true;
    };
  }
}
