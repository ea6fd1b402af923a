// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.throttle;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.latchkey.config.SignInSettings;
import org.latchkey.core.throttle.Throttle.Source;

/** The refusals that are being held back: a bounded number, in all and of each source. */
public final class Refusals {
  private final ScheduledExecutorService timer;
  private final AtomicInteger held = new AtomicInteger();
  private final ConcurrentHashMap<Source, Integer> heldBySource = new ConcurrentHashMap<>();
  private volatile SignInSettings settings;

  public Refusals(SignInSettings settings, ScheduledExecutorService timer) {
    this.settings = settings;
    this.timer = timer;
  }

  /** Takes new bounds over, for refusals from now on. */
  public void reconfigure(SignInSettings changed) {
    settings = changed;
  }

  /**
   * Runs the answer when its time has come, on the timer's thread.
   *
   * @param receivedNanos when the attempt had arrived ({@link System#nanoTime()})
   * @param delay how long after that it is answered
   * @return false when too many are held already: nothing will run
   */
  public boolean hold(Source source, long receivedNanos, Duration delay, Runnable answer) {
    if (!admit(source)) {
      return false;
    }
    long wait = delay.toNanos() - (System.nanoTime() - receivedNanos);
    ScheduledFuture<?> _ =
        timer.schedule(() -> release(source, answer), Math.max(0, wait), TimeUnit.NANOSECONDS);
    return true;
  }

  private boolean admit(Source source) {
    SignInSettings now = settings;
    if (held.incrementAndGet() > now.maxHeldRefusals()) {
      held.decrementAndGet();
      return false;
    }
    boolean[] admitted = {false};
    heldBySource.compute(
        source,
        (key, present) -> {
          int count = present == null ? 0 : present;
          admitted[0] = count < now.maxHeldRefusalsPerSource();
          return admitted[0] ? Integer.valueOf(count + 1) : present;
        });
    if (!admitted[0]) {
      held.decrementAndGet();
    }
    return admitted[0];
  }

  private void release(Source source, Runnable answer) {
    held.decrementAndGet();
    heldBySource.computeIfPresent(source, (key, count) -> count == 1 ? null : count - 1);
    answer.run();
  }

  /** How many are held now. */
  public int held() {
    return held.get();
  }
}
