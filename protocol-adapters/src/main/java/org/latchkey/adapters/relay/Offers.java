// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.relay;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the upstreams of one service have said they can do, for clients that nobody knows yet and
 * that may have any of them behind it: what all of them can. Safe for use by many threads.
 */
final class Offers {
  /** More servers than most have; the one that was heard of least gives way. */
  private static final int MOST_SERVERS = 64;

  /** A server that nobody was relayed to for so long doesn't count any more. */
  private static final Duration KEPT = Duration.ofDays(1);

  private static final int MOST_LINES = 100;
  private static final int MOST_CHARACTERS = 4096;

  private final Cache<String, List<String>> servers =
      Caffeine.newBuilder().maximumSize(MOST_SERVERS).expireAfterWrite(KEPT).build();
  private volatile Optional<List<String>> common = Optional.empty();

  /**
   * A server has said it.
   *
   * @param offer a keyword each, and its parameters behind a space
   */
  void heard(String server, List<String> offer) {
    List<String> kept = offer.stream().filter(Offers::isSayable).limit(MOST_LINES).toList();
    if (kept.equals(servers.getIfPresent(server))) {
      return;
    }
    servers.put(server, kept);
    common = servers.asMap().values().stream().reduce(Offers::both);
  }

  /** What all of them can, in the form in which they say it; empty while none was heard. */
  Optional<List<String>> common() {
    return common;
  }

  /** Nothing that could end a line. */
  private static boolean isSayable(String line) {
    return !line.isEmpty()
        && line.length() <= MOST_CHARACTERS
        && line.chars().allMatch(c -> c >= ' ' && c < 0x7f);
  }

  private static List<String> both(List<String> one, List<String> other) {
    List<String> both = new ArrayList<>();
    for (String line : one) {
      String[] words = line.split(" ", -1);
      other.stream()
          .map(each -> each.split(" ", -1))
          .filter(each -> each[0].equalsIgnoreCase(words[0]))
          .findFirst()
          .flatMap(each -> both(words, each))
          .ifPresent(both::add);
    }
    return List.copyOf(both);
  }

  /** The smaller of two bounds, of which none and 0 are none (RFC 1870 §4); else what both list. */
  private static Optional<String> both(String[] one, String[] other) {
    if (Arrays.equals(one, other)) {
      return Optional.of(String.join(" ", one));
    }
    if (isBound(one) && isBound(other)) {
      return Optional.of(bound(one) == 0 ? String.join(" ", other) : smaller(one, other));
    }
    List<String> allowed = Arrays.stream(other).skip(1).toList();
    String common =
        Arrays.stream(one).skip(1).filter(allowed::contains).collect(Collectors.joining(" "));
    return common.isEmpty() ? Optional.empty() : Optional.of(one[0] + " " + common);
  }

  private static String smaller(String[] one, String[] other) {
    return String.join(" ", bound(other) == 0 || bound(one) < bound(other) ? one : other);
  }

  private static boolean isBound(String... words) {
    return words.length == 1 || (words.length == 2 && words[1].matches("[0-9]{1,18}"));
  }

  private static long bound(String... words) {
    return words.length == 1 ? 0 : Long.parseLong(words[1]);
  }
}
