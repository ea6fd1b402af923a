// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.page;

import com.github.benmanes.caffeine.cache.Ticker;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.latchkey.core.password.AppPasswordId;

/** A form that was sent, and what it made. Its state belongs to whoever is {@link #alone} in it. */
final class SentForm {
  private final ReentrantLock underWay = new ReentrantLock();
  private final Ticker ticker;
  private @Nullable AppPasswordId made;
  private long madeNanos;

  SentForm(Ticker ticker) {
    this.ticker = ticker;
  }

  /** Does something with it once nobody else does; it blocks meanwhile. */
  <R> R alone(Supplier<R> work) {
    underWay.lock();
    try {
      return work.get();
    } finally {
      underWay.unlock();
    }
  }

  /** The app password that it made; empty while it made none. */
  Optional<AppPasswordId> made() {
    return Optional.ofNullable(made);
  }

  /** It made this one just now. */
  void made(AppPasswordId id) {
    made = id;
    madeNanos = ticker.read();
  }

  /** Whether what it made was made in the last {@link SentForms#RECENT}. */
  boolean isRecent() {
    return ticker.read() - madeNanos < SentForms.RECENT.toNanos();
  }
}
