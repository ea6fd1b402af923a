// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.password;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.latchkey.core.directory.DirectoryStore;
import org.latchkey.core.directory.DirectoryUnavailableException;
import org.latchkey.core.directory.UseRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the last use of app passwords behind the sign-ins: each at most once an interval, many in
 * one transaction. {@link #note} never blocks. What is lost in a crash is a last use, nothing else.
 */
public final class LastUses {
  private static final Logger log = LoggerFactory.getLogger(LastUses.class);
  private static final int MOST_WAITING = 100_000;

  private final DirectoryStore store;
  private final Duration interval;
  private final ConcurrentHashMap<AppPasswordId, UseRecord> waiting = new ConcurrentHashMap<>();
  private final Cache<AppPasswordId, LastUse> seen =
      Caffeine.newBuilder().maximumSize(MOST_WAITING).build();

  /**
   * @param interval the least time between two writes for one app password
   */
  public LastUses(DirectoryStore store, Duration interval) {
    this.store = store;
    this.interval = interval;
  }

  /** Notes a use, to be written by a later {@link #flush}. */
  public void note(UseRecord use) {
    LastUse before = seen.getIfPresent(use.appPassword());
    if (before == null || !isRecent(before, use.lastUse()) || use.renewedTag().isPresent()) {
      put(use);
    }
  }

  /** Either way round: after the clock was set back, the next use is written all the same. */
  private boolean isRecent(LastUse before, LastUse now) {
    return Duration.between(before.time(), now.time()).abs().compareTo(interval) < 0;
  }

  /**
   * Notes what a client calls itself, which it said only once it was signed in (IMAP ID), unless a
   * name was noted in the same interval.
   *
   * @param use without a renewed tag
   */
  public void named(UseRecord use) {
    LastUse before = seen.getIfPresent(use.appPassword());
    if (before == null || !isRecent(before, use.lastUse()) || before.client().isEmpty()) {
      put(use);
    }
  }

  private void put(UseRecord use) {
    if (waiting.size() < MOST_WAITING) {
      seen.put(use.appPassword(), use.lastUse());
      waiting.merge(use.appPassword(), use, LastUses::later);
    }
  }

  /** A renewed tag isn't lost with the use that it came with. */
  private static UseRecord later(UseRecord before, UseRecord now) {
    return now.renewedTag().isPresent() || before.renewedTag().isEmpty()
        ? now
        : new UseRecord(now.account(), now.appPassword(), now.lastUse(), before.renewedTag());
  }

  /** When it was last used, as far as memory knows: at most one interval behind. */
  public Optional<Instant> seen(AppPasswordId id) {
    return Optional.ofNullable(seen.getIfPresent(id)).map(LastUse::time);
  }

  /** Writes what waits. Blocks; called by one thread at a time. */
  public void flush() {
    if (waiting.isEmpty()) {
      return;
    }
    List<UseRecord> batch = new ArrayList<>(waiting.values());
    try {
      store.recordUses(batch);
      batch.forEach(written -> waiting.remove(written.appPassword(), written));
    } catch (DirectoryUnavailableException e) {
      log.warn("event=last-use-not-written waiting={} reason=\"{}\"", batch.size(), e.getMessage());
    }
  }
}
