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
  private final Cache<AppPasswordId, Instant> seen =
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
    Instant now = use.lastUse().time();
    Instant before = seen.getIfPresent(use.appPassword());
    boolean recent = before != null && now.isBefore(before.plus(interval));
    if (recent && use.renewedTag().isEmpty()) {
      return;
    }
    if (waiting.size() < MOST_WAITING) {
      seen.put(use.appPassword(), now);
      waiting.put(use.appPassword(), use);
    }
  }

  /** When it was last used, as far as memory knows: at most one interval behind. */
  public Optional<Instant> seen(AppPasswordId id) {
    return Optional.ofNullable(seen.getIfPresent(id));
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
