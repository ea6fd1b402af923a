// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.metrics;

import java.time.Duration;

/** The upper bounds of histograms. */
final class Buckets {
  /** From a decision in memory, in microseconds, to the directory's deadline. */
  static final Duration[] OF_SIGN_IN = micros(10, 25, 50, 100, 250, 1000, 5000, 50_000, 5_000_000);

  /** From a page in memory to a store that hangs. */
  static final Duration[] OF_IO =
      micros(50, 250, 1000, 2500, 5000, 10_000, 50_000, 250_000, 1_000_000, 5_000_000);

  private Buckets() {}

  private static Duration[] micros(long... bounds) {
    Duration[] durations = new Duration[bounds.length];
    for (int i = 0; i < bounds.length; i++) {
      durations[i] = Duration.ofNanos(1000 * bounds[i]);
    }
    return durations;
  }
}
