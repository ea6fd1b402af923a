// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.throttle;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.latchkey.core.audit.SprayKind;
import org.latchkey.core.throttle.Throttle.Source;

/**
 * Watches wrong passwords for what no single source shows: one secret tried on many names, one name
 * tried from many sources. Names and secrets are known by their fingerprints only. Memory is
 * bounded, and so is how often it is told. Safe for use by many threads.
 */
public final class SprayWatch {
  /** So many names or sources are many. */
  static final int MANY = 30;

  /** How often each kind is told in the time that is looked back on. */
  static final int MOST_TOLD = 20;

  private static final Duration WITHIN = Duration.ofHours(1);
  private static final int MOST_WATCHED = 10_000;

  private final Ticker ticker;
  private final Cache<Long, Tally> secrets;
  private final Cache<Long, Tally> names;
  private final Map<SprayKind, Integer> told = new EnumMap<>(SprayKind.class);
  private long toldSince;

  private static final class Tally {
    final Set<Object> seen = new HashSet<>(2);
    boolean told;
  }

  public SprayWatch(Ticker ticker) {
    this.ticker = ticker;
    secrets = watched();
    names = watched();
    toldSince = ticker.read();
  }

  private Cache<Long, Tally> watched() {
    return Caffeine.newBuilder()
        .maximumSize(MOST_WATCHED)
        .expireAfterWrite(WITHIN)
        .ticker(ticker)
        .build();
  }

  /**
   * Takes a wrong password down.
   *
   * @return what is to be told of it now; mostly nothing
   */
  public synchronized Set<SprayKind> saw(long name, long secret, Source source) {
    Set<SprayKind> now = EnumSet.noneOf(SprayKind.class);
    if (isMany(secrets, secret, name) && mayTell(SprayKind.SECRET_ON_MANY_NAMES)) {
      now.add(SprayKind.SECRET_ON_MANY_NAMES);
    }
    if (isMany(names, name, source) && mayTell(SprayKind.NAME_FROM_MANY_SOURCES)) {
      now.add(SprayKind.NAME_FROM_MANY_SOURCES);
    }
    return now;
  }

  /** Whether it has become so many just now. */
  private static boolean isMany(Cache<Long, Tally> watched, long key, Object other) {
    Tally tally = watched.get(key, none -> new Tally());
    if (tally.told) {
      return false;
    }
    tally.seen.add(other);
    tally.told = tally.seen.size() >= MANY;
    return tally.told;
  }

  private boolean mayTell(SprayKind kind) {
    if (ticker.read() - toldSince > WITHIN.toNanos()) {
      told.clear();
      toldSince = ticker.read();
    }
    return told.merge(kind, 1, Integer::sum) <= MOST_TOLD;
  }

  /** On how many names a secret has been wrong lately, up to {@value #MANY}. */
  public synchronized int namesOf(long secret) {
    Tally tally = secrets.getIfPresent(secret);
    return tally == null ? 0 : tally.seen.size();
  }
}
