// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.differential;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** Texts over all of Unicode, and the ways to write one in a DN (RFC 4514 §3). */
final class Texts {
  private static final List<String> WORDS =
      List.of(
          "Kitchen",
          "über",
          "Pixel 📱",
          "App, ü",
          "iPhone",
          "Пётр",
          "Ζωή",
          "日本",
          "a b",
          "x",
          "Laptop  two",
          "e\u0301te\u0301",
          "ﬁn",
          "שלום",
          "a\\b",
          "1+1=2",
          "\"quoted\"",
          "<x>;#y",
          "#04026869",
          "n/a",
          "star*",
          "(p)",
          "no\u00a0break",
          "\u2003em space");

  private static final String SPECIAL =
      " ,+\"\\<>;=#*()/\u00a0\u2028\u200b\u0301\u202e\ud83d\udcf1üß";

  private final RandomGenerator random;

  Texts(RandomGenerator random) {
    this.random = random;
  }

  /** A text of 1 to 12 code points. */
  String any() {
    return switch (random.nextInt(6)) {
      case 0, 1, 2 -> word();
      case 3 -> word() + " " + word();
      case 4 -> special();
      default -> unicode();
    };
  }

  String word() {
    return WORDS.get(random.nextInt(WORDS.size()));
  }

  private String special() {
    StringBuilder text = new StringBuilder();
    int length = 1 + random.nextInt(6);
    int[] points = SPECIAL.codePoints().toArray();
    for (int i = 0; i < length; i++) {
      text.appendCodePoint(
          random.nextBoolean() ? points[random.nextInt(points.length)] : 'a' + random.nextInt(3));
    }
    return text.toString();
  }

  /** Any code points but NUL and surrogates: unassigned ones, non-characters and controls too. */
  private String unicode() {
    StringBuilder text = new StringBuilder();
    int length = 2 + random.nextInt(8);
    while (text.length() < length) {
      int point =
          switch (random.nextInt(4)) {
            case 0 -> 1 + random.nextInt(0x7f);
            case 1 -> 0x80 + random.nextInt(0x780);
            case 2 -> 0x800 + random.nextInt(0xf800);
            default -> 0x10000 + random.nextInt(0x100000);
          };
      if (point < 0xd800 || point > 0xdfff) {
        text.appendCodePoint(point);
      }
    }
    return text.toString();
  }

  /** The same text to a rule that ignores case and insignificant spaces, mostly. */
  String variant(String text) {
    return switch (random.nextInt(5)) {
      case 0 -> ascii(text, true);
      case 1 -> ascii(text, false);
      case 2 -> " " + text + "  ";
      case 3 -> text.replace(" ", "   ");
      default -> text;
    };
  }

  private static String ascii(String text, boolean upper) {
    StringBuilder changed = new StringBuilder();
    text.codePoints()
        .map(
            each ->
                each > 0x7f
                    ? each
                    : upper ? Character.toUpperCase(each) : Character.toLowerCase(each))
        .forEach(changed::appendCodePoint);
    return changed.toString();
  }

  /** A value in a DN. */
  String escaped(String value) {
    return switch (random.nextInt(8)) {
      case 0 -> hexPairs(value);
      case 1 -> "#04" + BerLength.of(value) + hex(value.getBytes(StandardCharsets.UTF_8));
      case 2 -> mixed(value);
      default -> plain(value);
    };
  }

  /** As little as the RFC demands. */
  static String plain(String value) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      char each = value.charAt(i);
      boolean first = i == 0;
      boolean last = i == value.length() - 1;
      if ("\"+,;<>\\".indexOf(each) >= 0
          || (first && (each == ' ' || each == '#'))
          || (last && each == ' ')) {
        escaped.append('\\');
      }
      escaped.append(each);
    }
    return escaped.toString();
  }

  private static String hexPairs(String value) {
    StringBuilder escaped = new StringBuilder();
    for (byte each : value.getBytes(StandardCharsets.UTF_8)) {
      escaped.append('\\').append(hex(new byte[] {each}));
    }
    return escaped.toString();
  }

  private String mixed(String value) {
    StringBuilder escaped = new StringBuilder();
    value
        .codePoints()
        .forEach(
            each -> {
              String text = Character.toString(each);
              boolean must = "\"+,;<>\\# ".contains(text);
              if (must || random.nextInt(3) == 0) {
                escaped.append(must && random.nextBoolean() ? "\\" + text : hexPairs(text));
              } else {
                escaped.append(text);
              }
            });
    return escaped.toString();
  }

  private static String hex(byte[] octets) {
    return HexFormat.of().formatHex(octets).toUpperCase(Locale.ROOT);
  }

  /** The length octets of a BER element whose value is this text. */
  private static final class BerLength {
    static String of(String value) {
      int length = value.getBytes(StandardCharsets.UTF_8).length;
      return length < 0x80
          ? "%02X".formatted(length)
          : length < 0x100 ? "81%02X".formatted(length) : "82%04X".formatted(length);
    }
  }
}
