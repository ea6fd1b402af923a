// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.config;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Every key that was asked for, with the tables it is in; the source of "did you mean". */
final class KnownKeys {
  private final Set<String> keys = new LinkedHashSet<>();

  void add(String key) {
    keys.add(key);
  }

  boolean contains(String key) {
    return keys.contains(key);
  }

  Set<String> all() {
    return Set.copyOf(keys);
  }

  /** The key that was probably meant: one like it in the same table, or its namesake elsewhere. */
  Optional<String> nearest(String unknown) {
    String name = plain(last(unknown));
    String nearest = null;
    int least = distanceAllowed(name);
    for (String key : keys) {
      int distance = distance(name, plain(last(key)));
      if (table(key).equals(table(unknown)) && distance < least) {
        nearest = key;
        least = distance;
      }
    }
    return Optional.ofNullable(nearest).or(() -> onlyNamesake(name));
  }

  /** More than one edit for each three letters, or than one in all, is another word. */
  private static int distanceAllowed(String name) {
    return 2 * Math.max(1, name.length() / 3) + 2;
  }

  private Optional<String> onlyNamesake(String name) {
    List<String> namesakes = keys.stream().filter(k -> plain(last(k)).equals(name)).toList();
    return namesakes.size() == 1 ? Optional.of(namesakes.getFirst()) : Optional.empty();
  }

  private static String table(String key) {
    return key.substring(0, Math.max(0, key.lastIndexOf('.')));
  }

  private static String last(String key) {
    return key.substring(key.lastIndexOf('.') + 1);
  }

  /** Without what differs between mapSize, map_size and map-size. */
  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[-_]", "");
  }

  /**
   * Twice the edits from one to the other, where two neighbours changing places is one edit; and
   * one more for another length, so that imapz is nearer to imaps than to imap.
   */
  private static int distance(String a, String b) {
    int[][] edits = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        edits[i][j] = Math.min(i, j) == 0 ? Math.max(i, j) : edits(edits, a, i, b, j);
      }
    }
    return 2 * edits[a.length()][b.length()] + (a.length() == b.length() ? 0 : 1);
  }

  private static int edits(int[][] edits, String a, int i, String b, int j) {
    int replaced = edits[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
    int least = Math.min(replaced, 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(least, 1 + edits[i - 2][j - 2]) : least;
  }
}
