// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.audit;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells another audit the first of refusals that are like each other, and of the others how many
 * there were: so what strangers bring about costs a bounded number of lines, however much they try.
 * All else is told as it is. Safe for use by many threads.
 */
public final class SummedRefusals implements Audit {
  /** How long refusals are counted before their sum is told. */
  static final Duration WINDOW = Duration.ofMinutes(5);

  /** How many that are like each other are told one by one, in each window. */
  static final int TOLD = 50;

  /** How many are told one by one in each window at all, the first of each kind left out. */
  static final int MOST_TOLD = 5_000;

  /** How many kinds are told apart in each window; those beyond are counted together. */
  static final int MOST_APART = 5_000;

  private final Audit told;
  private final InstantSource clock;
  private final Ticker ticker;
  private final Object lock = new Object();
  private Map<Refusal, Tally> tallies = new HashMap<>();
  private int toldInWindow;
  private long windowBegan;

  private static final class Tally {
    int told;
    long counted;
    Instant since = Instant.EPOCH;
  }

  public SummedRefusals(Audit told, InstantSource clock) {
    this(told, clock, Ticker.systemTicker());
  }

  SummedRefusals(Audit told, InstantSource clock, Ticker ticker) {
    this.told = told;
    this.clock = clock;
    this.ticker = ticker;
    windowBegan = ticker.read();
  }

  @Override
  public void record(AuditEvent event) {
    Optional<Refusal> refusal = Refusal.of(event);
    if (refusal.isEmpty() || isToldOneByOne(refusal.get())) {
      told.record(event);
    }
  }

  private boolean isToldOneByOne(Refusal refusal) {
    synchronized (lock) {
      Tally tally = tally(refusal);
      if (tally.told == 0 || (tally.told < TOLD && toldInWindow < MOST_TOLD)) {
        toldInWindow += tally.told == 0 ? 0 : 1;
        tally.told++;
        return true;
      }
      if (tally.counted++ == 0) {
        tally.since = clock.instant();
      }
      return false;
    }
  }

  private Tally tally(Refusal refusal) {
    Tally known = tallies.get(refusal);
    if (known != null) {
      return known;
    }
    Refusal key = tallies.size() < MOST_APART ? refusal : Refusal.OTHERS;
    return tallies.computeIfAbsent(key, none -> new Tally());
  }

  /** Tells the sums of a window that is over; called from time to time, on no event loop. */
  public void flush() {
    if (ticker.read() - windowBegan() >= WINDOW.toNanos()) {
      flushAll();
    }
  }

  private long windowBegan() {
    synchronized (lock) {
      return windowBegan;
    }
  }

  /** Tells all sums now. */
  public void flushAll() {
    List<AuditEvent> sums = new ArrayList<>();
    synchronized (lock) {
      tallies.forEach(
          (refusal, tally) -> {
            if (tally.counted > 0) {
              sums.add(new AuditEvent.RefusalsSummed(refusal, tally.counted, tally.since));
            }
          });
      tallies = new HashMap<>();
      toldInWindow = 0;
      windowBegan = ticker.read();
    }
    sums.forEach(told::record);
  }
}
