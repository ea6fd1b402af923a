// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.throttle;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.latchkey.config.SignInSettings;
import org.latchkey.core.throttle.Throttle.Source;

/** The refusals that are being held back: a bounded number, in all and of each source. */
public final class Refusals {
  private final ScheduledExecutorService timer;
  private final Ticker ticker;
  private final Places places =
      new Places(() -> settings().maxHeldRefusals(), () -> settings().maxHeldRefusalsPerSource());
  private volatile SignInSettings settings;

  public Refusals(SignInSettings settings, ScheduledExecutorService timer) {
    this(settings, timer, System::nanoTime);
  }

  Refusals(SignInSettings settings, ScheduledExecutorService timer, Ticker ticker) {
    this.settings = settings;
    this.timer = timer;
    this.ticker = ticker;
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
   * @return false when too many are held already, or the server is stopping: nothing will run
   */
  public boolean hold(Source source, long receivedNanos, Duration delay, Runnable answer) {
    if (!places.enter(source)) {
      return false;
    }
    long wait = delay.toNanos() - (ticker.read() - receivedNanos);
    try {
      ScheduledFuture<?> _ =
          timer.schedule(() -> answer(source, answer), Math.max(0, wait), TimeUnit.NANOSECONDS);
      return true;
    } catch (RejectedExecutionException e) {
      places.leave(source);
      return false;
    }
  }

  private void answer(Source source, Runnable answer) {
    places.leave(source);
    answer.run();
  }

  private SignInSettings settings() {
    return settings;
  }

  /** How many are held now. */
  public int held() {
    return places.taken();
  }
}
