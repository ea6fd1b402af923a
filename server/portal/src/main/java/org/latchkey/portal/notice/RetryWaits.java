// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.notice;

import java.time.Duration;

/**
 * How long is waited after failures: the first time, doubled with each, and at most.
 *
 * @param first above 0
 * @param longest at least {@code first}
 */
public record RetryWaits(Duration first, Duration longest) {
  /** 5 s to 15 min. */
  public static final RetryWaits USUAL =
      new RetryWaits(Duration.ofSeconds(5), Duration.ofMinutes(15));

  public RetryWaits {
    if (!first.isPositive() || longest.compareTo(first) < 0) {
      throw new IllegalArgumentException("waits from " + first + " to " + longest);
    }
  }

  /**
   * How long is waited after so many failures in a row.
   *
   * @param failures at least 1
   */
  Duration after(int failures) {
    Duration wait = first;
    for (int i = 1; i < failures && wait.compareTo(longest) < 0; i++) {
      wait = wait.multipliedBy(2);
    }
    return wait.compareTo(longest) < 0 ? wait : longest;
  }
}
