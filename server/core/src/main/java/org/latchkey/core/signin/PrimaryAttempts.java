// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.signin;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import org.latchkey.core.throttle.SprayWatch;
import org.latchkey.core.throttle.Throttle.Source;

/**
 * How many attempts at primary passwords came to nothing lately: of each source, and at each name,
 * whether it is somebody's or not. An attempt counts as wrong until it is known to be right.
 *
 * <p>A name may be tried only so often from everywhere together: from sources that have tried
 * before, a few times and then ever ten seconds; from those that haven't, oftener, or whoever has
 * many would keep an owner out who comes from one that is new; from a browser that is known for the
 * account, as often as its owner mistypes. Memory is bounded. Guarded by its owner's lock.
 */
final class PrimaryAttempts {
  private static final Duration KEPT = Duration.ofHours(24);
  private static final int MOST_KEPT = 100_000;

  private static final Budget TRIED_BEFORE = new Budget(20, Duration.ofSeconds(10));
  private static final Budget FIRST = new Budget(1_000, Duration.ofSeconds(5));
  private static final Budget KNOWN = new Budget(10, Duration.ofSeconds(30));

  /** So many wrong ones at a name are everyday. */
  private static final int EVERYDAY = 20;

  private final Ticker ticker;
  private final SprayWatch sprays;
  private final Cache<Source, Tally> sources;
  private final Cache<Long, NameTally> names;

  /** So many at once, and one more in each interval. */
  private record Budget(int atOnce, Duration interval) {
    /** How long until there is one left (the virtual scheduling algorithm of ITU-T I.371). */
    long waitNanos(long theoretical, long now) {
      return Math.max(0, theoretical - now - interval.toNanos() * (atOnce - 1));
    }

    long spend(long theoretical, long now) {
      return (theoretical - now > 0 ? theoretical : now) + interval.toNanos();
    }
  }

  private static final class Tally {
    int wrong;
  }

  private static final class NameTally {
    int wrong;
    long triedBefore;
    long first;
    long known;

    NameTally(long now) {
      triedBefore = now;
      first = now;
      known = now;
    }
  }

  PrimaryAttempts(SprayWatch sprays, Ticker ticker) {
    this.sprays = sprays;
    this.ticker = ticker;
    sources = kept();
    names = kept();
  }

  private <K, V> Cache<K, V> kept() {
    return Caffeine.newBuilder()
        .maximumSize(MOST_KEPT)
        .expireAfterAccess(KEPT)
        .ticker(ticker)
        .build();
  }

  /** How many of a source's came to nothing. */
  int ofSource(Source source) {
    Tally tally = sources.getIfPresent(source);
    return tally == null ? 0 : tally.wrong;
  }

  /**
   * How little an attempt looks like an owner's: 0 for one that nothing speaks against, more by one
   * for each doubling of what does.
   */
  int suspicion(PrimaryAttempt attempt) {
    NameTally name = names.getIfPresent(attempt.name());
    int atName = name == null ? 0 : name.wrong;
    return doublings(ofSource(attempt.source()))
        + doublings(Math.max(0, sprays.namesOf(attempt.secret()) - 1))
        + doublings(atName / EVERYDAY);
  }

  private static int doublings(int count) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(count);
  }

  /** How long until the name may be tried so once more; 0 where it may be now. */
  long waitNanos(PrimaryAttempt attempt) {
    NameTally name = names.getIfPresent(attempt.name());
    if (name == null) {
      return 0;
    }
    long now = ticker.read();
    if (attempt.known() && KNOWN.waitNanos(name.known, now) == 0) {
      return 0;
    }
    return ofSource(attempt.source()) == 0
        ? FIRST.waitNanos(name.first, now)
        : TRIED_BEFORE.waitNanos(name.triedBefore, now);
  }

  /** Whether an attempt has the way of a browser that is known. */
  boolean isOnKnownWay(PrimaryAttempt attempt) {
    NameTally name = names.getIfPresent(attempt.name());
    return attempt.known() && (name == null || KNOWN.waitNanos(name.known, ticker.read()) == 0);
  }

  /** An attempt is looked at. */
  void begin(PrimaryAttempt attempt) {
    long now = ticker.read();
    boolean knownWay = isOnKnownWay(attempt);
    boolean first = ofSource(attempt.source()) == 0;
    NameTally name = names.get(attempt.name(), none -> new NameTally(now));
    if (knownWay) {
      name.known = KNOWN.spend(name.known, now);
    } else if (first) {
      name.first = FIRST.spend(name.first, now);
    } else {
      name.triedBefore = TRIED_BEFORE.spend(name.triedBefore, now);
    }
    name.wrong++;
    sources.get(attempt.source(), none -> new Tally()).wrong++;
  }

  /** It was right after all. */
  void right(PrimaryAttempt attempt) {
    NameTally name = names.getIfPresent(attempt.name());
    if (name != null) {
      name.wrong = Math.max(0, name.wrong - 1);
      if (attempt.known()) {
        name.known = ticker.read();
      }
    }
    Tally source = sources.getIfPresent(attempt.source());
    if (source != null) {
      source.wrong = Math.max(0, source.wrong - 1);
    }
  }
}
