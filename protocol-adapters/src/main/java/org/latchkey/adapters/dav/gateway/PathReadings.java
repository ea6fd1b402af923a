// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav.gateway;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The ways in which servers read a path: decoded once, twice or not at all, with or without its
 * parameters, with the back slash as a separator, cut off at a NUL, whatever the case of its
 * letters, its last dots and spaces dropped, in a compatible form of Unicode, in overlong UTF-8;
 * and each of these after any of the others.
 */
final class PathReadings {
  /** Of all readings together: nobody needs as many layers. */
  private static final int MAX_CHARACTERS = 64 * 1024;

  private static final Pattern DOTS = Pattern.compile("[. ]+");
  private static final Pattern IGNORED = Pattern.compile("[\\p{Cc}\\p{Cf}]+");

  private static final List<UnaryOperator<String>> STEPS =
      List.of(
          PathReadings::decoded,
          path -> path.replace('\\', '/'),
          path -> bySegment(path, each -> upTo(each, ";")),
          path -> upTo(upTo(path, "?"), "#"),
          path -> upTo(path, "\0"),
          path -> IGNORED.matcher(path).replaceAll(""),
          path -> path.replace('+', ' '),
          path -> bySegment(path, PathReadings::trimmed),
          PathReadings::folded);

  private PathReadings() {}

  /** The segments by each of them; empty where one has dot segments, or there is no end to them. */
  static Optional<Set<List<String>>> of(String path) {
    if (isPlain(path)) {
      return Optional.of(Set.of(segments(path)));
    }
    Set<String> known = new LinkedHashSet<>(Set.of(path));
    Deque<String> open = new ArrayDeque<>(known);
    int characters = path.length();
    while (!open.isEmpty()) {
      String reading = open.poll();
      for (UnaryOperator<String> step : STEPS) {
        String next = step.apply(reading);
        if (known.add(next)) {
          open.add(next);
          characters += next.length() + 1;
        }
      }
      if (characters > MAX_CHARACTERS) {
        return Optional.empty();
      }
    }
    Set<List<String>> readings =
        known.stream().map(PathReadings::segments).collect(Collectors.toSet());
    boolean dotted =
        readings.stream()
            .anyMatch(each -> each.stream().anyMatch(one -> DOTS.matcher(one).matches()));
    return dotted ? Optional.empty() : Optional.of(readings);
  }

  /** Everybody reads such a one alike. */
  private static boolean isPlain(String path) {
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      boolean inner = c == '.' && i > 0 && i + 1 < path.length() && isLetter(path.charAt(i + 1));
      if (c != '/' && !isLetter(c) && !(inner && isLetter(path.charAt(i - 1)))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || "-_~@!$'()*,:=&".indexOf(c) >= 0;
  }

  private static List<String> segments(String path) {
    return Stream.of(path.split("/", -1)).filter(each -> !each.isEmpty()).toList();
  }

  private static String bySegment(String path, UnaryOperator<String> change) {
    List<String> changed = new ArrayList<>(4);
    for (String segment : path.split("/", -1)) {
      changed.add(change.apply(segment));
    }
    return String.join("/", changed);
  }

  private static String upTo(String text, String end) {
    int at = text.indexOf(end);
    return at < 0 ? text : text.substring(0, at);
  }

  private static String trimmed(String segment) {
    if (DOTS.matcher(segment).matches()) {
      return segment;
    }
    int end = segment.length();
    while (end > 0 && (segment.charAt(end - 1) == '.' || segment.charAt(end - 1) == ' ')) {
      end--;
    }
    return segment.substring(0, end).stripLeading();
  }

  private static String folded(String path) {
    String once = Normalizer.normalize(path, Normalizer.Form.NFKC);
    return Normalizer.normalize(
        once.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT), Normalizer.Form.NFKC);
  }

  /** Decodes {@code %xx} and {@code %uxxxx}; octets that are no UTF-8 as lenient decoders do. */
  private static String decoded(String path) {
    StringBuilder text = new StringBuilder(path.length());
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    int i = 0;
    while (i < path.length()) {
      if (path.charAt(i) == '%' && isHex(path, i + 1, i + 3)) {
        octets.write(HexFormat.fromHexDigits(path, i + 1, i + 3));
        i += 3;
        continue;
      }
      text.append(lenient(octets.toByteArray()));
      octets.reset();
      if (path.startsWith("%u", i) && isHex(path, i + 2, i + 6)) {
        text.append((char) HexFormat.fromHexDigits(path, i + 2, i + 6));
        i += 6;
      } else {
        text.append(path.charAt(i++));
      }
    }
    return text.append(lenient(octets.toByteArray())).toString();
  }

  private static boolean isHex(String text, int from, int to) {
    return to <= text.length() && text.substring(from, to).chars().allMatch(HexFormat::isHexDigit);
  }

  /** Overlong sequences of two to four octets stand for the ASCII that they hide. */
  private static String lenient(byte[] octets) {
    ByteArrayOutputStream short1 = new ByteArrayOutputStream(octets.length);
    int i = 0;
    while (i < octets.length) {
      int length = overlong(octets, i);
      short1.write(length == 0 ? octets[i] : ascii(octets, i, length));
      i += Math.max(1, length);
    }
    return new String(short1.toByteArray(), StandardCharsets.UTF_8);
  }

  /** How many octets of an overlong sequence begin there; 0 for none. */
  private static int overlong(byte[] octets, int at) {
    int length =
        switch (octets[at] & 0xff) {
          case 0xc0, 0xc1 -> 2;
          case 0xe0 -> 3;
          case 0xf0 -> 4;
          default -> 0;
        };
    if (length == 0 || at + length > octets.length) {
      return 0;
    }
    for (int i = 1; i < length - 2; i++) {
      if ((octets[at + i] & 0xff) != 0x80) {
        return 0;
      }
    }
    boolean ascii = length == 2 || (octets[at + length - 2] & 0xfe) == 0x80;
    return ascii ? length : 0;
  }

  private static int ascii(byte[] octets, int at, int length) {
    int high = length == 2 ? octets[at] & 1 : octets[at + length - 2] & 1;
    return (high << 6) | (octets[at + length - 1] & 0x3f);
  }
}
