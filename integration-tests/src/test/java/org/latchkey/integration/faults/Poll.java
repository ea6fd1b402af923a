// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.faults;

import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits for something that is promised within a time. */
final class Poll {
  private static final long EVERY_MILLIS = 10;

  private Poll() {}

  /** What is waited for. */
  @FunctionalInterface
  interface Condition {
    boolean holds() throws Exception;
  }

  /** Returns when it holds; fails when it doesn't within the time. */
  static void until(Duration within, String what, Condition condition) throws Exception {
    long deadline = System.nanoTime() + within.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() - deadline >= 0) {
        fail(what + ": not within " + within);
      }
      TimeUnit.MILLISECONDS.sleep(EVERY_MILLIS);
    }
  }
}
