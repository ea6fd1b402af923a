// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Times that were measured, printed as a table: a row for each name. Safe for many threads. */
public final class Report {
  private final String title;
  private final Map<String, List<Duration>> rows = new LinkedHashMap<>();

  public Report(String title) {
    this.title = title;
  }

  public synchronized void add(String name, Duration time) {
    rows.computeIfAbsent(name, key -> new ArrayList<>()).add(time);
  }

  public synchronized void print() {
    StringBuilder text = new StringBuilder("\n").append(title).append('\n');
    String head = "  %-28s %6s %9s %9s %9s%n";
    text.append(head.formatted("", "count", "p50 ms", "p99 ms", "max ms"));
    rows.forEach(
        (name, times) -> {
          List<Duration> sorted = sorted(times);
          text.append(
              head.formatted(
                  name,
                  sorted.size(),
                  millis(percentile(sorted, 50)),
                  millis(percentile(sorted, 99)),
                  millis(sorted.getLast())));
        });
    System.out.println(text);
  }

  /** The shortest time in any row. */
  synchronized Duration shortest() {
    return rows.values().stream()
        .flatMap(Collection::stream)
        .min(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  private static List<Duration> sorted(Collection<Duration> times) {
    List<Duration> sorted = new ArrayList<>(times);
    Collections.sort(sorted);
    return sorted;
  }

  private static Duration percentile(List<Duration> sorted, int percent) {
    return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
  }

  private static String millis(Duration time) {
    return String.format(Locale.ROOT, "%.1f", time.toNanos() / 1e6);
  }
}
