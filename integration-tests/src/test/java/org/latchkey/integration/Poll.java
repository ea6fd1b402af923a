// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits for something that comes soon, or else never. */
public final class Poll {
  private static final Duration NEVER = Duration.ofSeconds(30);
  private static final long EVERY_MILLIS = 5;

  private Poll() {}

  /** What is waited for. */
  public interface Condition {
    boolean holds() throws Exception;
  }

  /** Returns how long it took to hold; fails when it never does. */
  public static Duration until(String what, Condition condition) throws Exception {
    long start = System.nanoTime();
    while (!condition.holds()) {
      if (System.nanoTime() - start >= NEVER.toNanos()) {
        throw new AssertionError(what + ": not within " + NEVER);
      }
      TimeUnit.MILLISECONDS.sleep(EVERY_MILLIS);
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
