// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav.gateway;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A path as it came, and as others might read it. The upstream is sent its octets as they are:
 * encoded delimiters are data, and it is for the {@link Routes} to refuse what could be another
 * route's.
 *
 * @param raw its segments as they came, still percent-encoded
 * @param segments the same, decoded once
 * @param folder whether it ends with a slash
 * @param readings its segments as anybody might read them, none of them dotted
 */
record RequestPath(
    List<String> raw, List<String> segments, boolean folder, Set<List<String>> readings) {
  private static final int DELETE = 0x7f;

  RequestPath {
    raw = List.copyOf(raw);
    segments = List.copyOf(segments);
    readings = Set.copyOf(readings);
  }

  /**
   * Empty for one that is malformed, holds control characters or empty segments, or that somebody
   * might take for one with dot segments (RFC 3986 §3.3).
   */
  static Optional<RequestPath> of(String path) {
    if (!isWellFormed(path) || path.contains("//")) {
      return Optional.empty();
    }
    List<String> raw = split(path);
    List<String> segments =
        raw.stream()
            .map(each -> URLDecoder.decode(each.replace("+", "%2B"), StandardCharsets.UTF_8))
            .toList();
    return PathReadings.of(path)
        .map(readings -> new RequestPath(raw, segments, path.endsWith("/"), readings));
  }

  /** RFC 3986 §3.3, with what clients leave unencoded beside it, and without control characters. */
  static boolean isWellFormed(String path) {
    if (!path.startsWith("/")) {
      return false;
    }
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      boolean octet = c == '%' && i + 3 <= path.length() && isOctet(path.substring(i + 1, i + 3));
      if (c <= ' ' || c >= DELETE || c == '?' || c == '#' || (c == '%' && !octet)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isOctet(String digits) {
    if (!digits.chars().allMatch(HexFormat::isHexDigit)) {
      return false;
    }
    int octet = HexFormat.fromHexDigits(digits);
    return octet >= ' ' && octet != DELETE;
  }

  private static List<String> split(String path) {
    return Arrays.stream(path.split("/", -1)).filter(each -> !each.isEmpty()).toList();
  }

  /** Whether it is the folder of this path, or below it. */
  boolean isIn(List<String> folder) {
    return segments.size() >= folder.size() && segments.subList(0, folder.size()).equals(folder);
  }

  /** The path with another folder in the place of its first segments. */
  String under(String folder, int replaced) {
    String rest = String.join("/", raw.subList(replaced, raw.size()));
    return folder + rest + (this.folder && !rest.isEmpty() ? "/" : "");
  }
}
