// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav.gateway;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Notices that the upstream has been silent for too long. Belongs to the event loop. */
final class Silence {
  private static final long NO_TIMER = -1;

  private final Vertx vertx;
  private final long mostNanos;
  private final LongSupplier since;
  private long timer = NO_TIMER;

  /**
   * @param since when its turn began, by {@link System#nanoTime()}
   */
  Silence(Vertx vertx, Duration most, LongSupplier since) {
    this.vertx = vertx;
    this.mostNanos = most.toNanos();
    this.since = since;
  }

  /** Looks until the end. */
  void watch(Runnable tooLong) {
    long left = mostNanos - (System.nanoTime() - since.getAsLong());
    if (left <= 0) {
      timer = NO_TIMER;
      tooLong.run();
    } else {
      long millis = TimeUnit.NANOSECONDS.toMillis(left) + 1;
      timer = vertx.setTimer(millis, now -> watch(tooLong));
    }
  }

  void end() {
    if (timer != NO_TIMER) {
      vertx.cancelTimer(timer);
      timer = NO_TIMER;
    }
  }
}
