// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.notice;

import java.time.Duration;

/** When something that failed is tried again. Times are {@link System#nanoTime}'s. */
final class Retry {
  private final RetryWaits waits;
  private int failures;
  private long due;

  Retry(RetryWaits waits) {
    this.waits = waits;
  }

  void failed(long now) {
    failures++;
    due = now + waits.after(failures).toNanos();
  }

  void succeeded() {
    failures = 0;
  }

  boolean isDue(long now) {
    return failures == 0 || due - now <= 0;
  }

  /** How far away it is from being due, in nanoseconds; below 0 once it is. */
  long nanosToDue(long now) {
    return due - now;
  }

  /** How long it takes to be due. */
  Duration remaining(long now) {
    return isDue(now) ? Duration.ZERO : Duration.ofNanos(due - now);
  }
}
