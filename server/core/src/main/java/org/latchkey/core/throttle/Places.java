// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.throttle;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.latchkey.core.throttle.Throttle.Source;

/** A bounded number of something at once, in all and of each source. Safe for many threads. */
public final class Places {
  private final IntSupplier most;
  private final IntSupplier mostOfSource;
  private final AtomicInteger taken = new AtomicInteger();
  private final ConcurrentHashMap<Source, Integer> takenBySource = new ConcurrentHashMap<>();

  /** Bounds that may change: who has a place by then keeps it. */
  public Places(IntSupplier most, IntSupplier mostOfSource) {
    this.most = most;
    this.mostOfSource = mostOfSource;
  }

  /** Takes one, to be given back by {@link #leave}; false where there is none. */
  public boolean enter(Source source) {
    if (taken.incrementAndGet() > most.getAsInt()) {
      taken.decrementAndGet();
      return false;
    }
    boolean[] entered = {false};
    takenBySource.compute(
        source,
        (key, present) -> {
          int count = present == null ? 0 : present;
          entered[0] = count < mostOfSource.getAsInt();
          return entered[0] ? Integer.valueOf(count + 1) : present;
        });
    if (!entered[0]) {
      taken.decrementAndGet();
    }
    return entered[0];
  }

  /** Takes one even where there is none: somebody is about to leave. */
  public void enterAnyway(Source source) {
    taken.incrementAndGet();
    takenBySource.merge(source, 1, Integer::sum);
  }

  /** Whether all are taken. */
  public boolean isFull() {
    return taken.get() >= most.getAsInt();
  }

  public void leave(Source source) {
    taken.decrementAndGet();
    takenBySource.computeIfPresent(source, (key, count) -> count == 1 ? null : count - 1);
  }

  /** How many are taken now. */
  public int taken() {
    return taken.get();
  }
}
