// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.notice;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.latchkey.core.notice.Notice;

/** The notices that are tried again later, each after waits of its own. Belongs to one thread. */
final class Deferrals {
  private final RetryWaits waits;
  private final Map<Long, Retry> retries = new HashMap<>();

  Deferrals(RetryWaits waits) {
    this.waits = waits;
  }

  /** Defers it for longer each time. */
  void defer(Notice notice) {
    retries.computeIfAbsent(notice.number(), number -> new Retry(waits)).failed(System.nanoTime());
  }

  void forget(Notice notice) {
    retries.remove(notice.number());
  }

  boolean holds(Notice notice) {
    return retries.containsKey(notice.number());
  }

  boolean isDue(Notice notice) {
    return !remaining(notice).isPositive();
  }

  /**
   * Those that it holds, the one that is or was due first before others: so none that fails each
   * time stays ahead of another.
   */
  List<Notice> inOrder(Collection<Notice> notices) {
    long now = System.nanoTime();
    return notices.stream()
        .filter(this::holds)
        .sorted(Comparator.comparingLong(each -> retry(each).nanosToDue(now)))
        .toList();
  }

  /** How long until the first of those that it holds is due; empty where it holds none. */
  Optional<Duration> next(Collection<Notice> notices) {
    return notices.stream().filter(this::holds).map(this::remaining).min(Duration::compareTo);
  }

  private Duration remaining(Notice notice) {
    return retry(notice).remaining(System.nanoTime());
  }

  private Retry retry(Notice notice) {
    return retries.getOrDefault(notice.number(), new Retry(waits));
  }
}
