// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.audit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.directory.DirectoryUnavailableException;
import org.latchkey.core.signin.DenialReason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last 100 events of each account, written behind what happens: {@link #record} never blocks.
 * What a crash loses is the last seconds', and how late the last repeat of something was. Safe for
 * use by many threads.
 */
public final class AccountHistory implements Audit {
  private static final Logger log = LoggerFactory.getLogger(AccountHistory.class);

  private static final int MOST_WAITING = 100_000;
  private static final int MOST_AT_ONCE = 1000;

  /** Half of the time that makes two events one: what is written of repeats is always one. */
  private static final Duration REPEATS_WRITTEN = AccountEvent.REPEATS_WITHIN.dividedBy(2);

  private final HistoryStore store;
  private final InstantSource clock;
  private final int mostWaiting;
  private final Queue<AccountEvents.Noted> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();
  private final Cache<AccountEvents.Noted, Seen> seen =
      Caffeine.newBuilder().maximumSize(MOST_WAITING).build();

  /** When an event, whose own time is left out, was last given to be written, and last happened. */
  private record Seen(Instant given, Instant latest) {
    boolean isRecent(Instant now) {
      // Either way round: the clock may have been set back.
      return Duration.between(given, now).abs().compareTo(REPEATS_WRITTEN) < 0;
    }
  }

  public AccountHistory(HistoryStore store, InstantSource clock) {
    this(store, clock, MOST_WAITING);
  }

  AccountHistory(HistoryStore store, InstantSource clock, int mostWaiting) {
    this.store = store;
    this.clock = clock;
    this.mostWaiting = mostWaiting;
  }

  @Override
  public void record(AuditEvent event) {
    AccountEvents.of(event, clock.instant()).ifPresent(this::note);
  }

  private void note(AccountEvents.Noted noted) {
    if (!noted.event().mayRepeat()) {
      give(noted);
      return;
    }
    Instant now = noted.event().time();
    AccountEvents.Noted timeless = timeless(noted.account(), noted.event());
    Seen before = seen.getIfPresent(timeless);
    if (before != null && before.isRecent(now)) {
      seen.put(timeless, new Seen(before.given(), now));
    } else if (give(noted)) {
      if (before != null && before.latest().isAfter(before.given())) {
        // What comes between two that are far apart may make all of them one.
        give(new AccountEvents.Noted(noted.account(), noted.event().at(before.latest())));
      }
      seen.put(timeless, new Seen(now, now));
    }
  }

  /** Returns whether there was room. */
  private boolean give(AccountEvents.Noted noted) {
    // What anybody can bring about leaves room for what only the owner can.
    int most = noted.event().origin() == Origin.ANYBODY ? mostWaiting / 2 : mostWaiting;
    if (count.incrementAndGet() > most) {
      count.decrementAndGet();
      return false;
    }
    waiting.add(noted);
    return true;
  }

  private static AccountEvents.Noted timeless(AccountId account, AccountEvent event) {
    return new AccountEvents.Noted(account, event.timeless());
  }

  /**
   * An account's events, newest first, those that wait to be written among them. Blocks.
   *
   * @throws DirectoryUnavailableException when what is written can't be read
   */
  public List<AccountEvent> of(AccountId account) {
    // What waits is asked first: what is written in between is in both, and counts as one.
    List<AccountEvent> more = new ArrayList<>();
    for (AccountEvents.Noted each : waiting) {
      if (each.account().equals(account)) {
        more.add(each.event());
      }
    }
    List<AccountEvent> known = History.with(store.read(account), more);
    return History.with(List.of(), known.stream().map(each -> latest(account, each)).toList());
  }

  private AccountEvent latest(AccountId account, AccountEvent event) {
    Seen last = seen.getIfPresent(timeless(account, event));
    return last == null ? event : event.asLateAs(last.latest());
  }

  /**
   * The revoked app passwords that a device still tries: the latest such sign-in for each label.
   * Blocks.
   *
   * @throws DirectoryUnavailableException when what is written can't be read
   */
  public List<AccountEvent> stillTrying(AccountId account) {
    Map<String, AccountEvent> byLabel = new LinkedHashMap<>();
    for (AccountEvent each : of(account)) {
      if (each.kind() == AccountEvent.Kind.SIGN_IN
          && each.what().equals(DenialReason.REVOKED.id())) {
        byLabel.putIfAbsent(each.label(), each);
      }
    }
    return List.copyOf(byLabel.values());
  }

  /** Writes what waits, and how late the last repeats were: there are none after it. Blocks. */
  public void flushAll() {
    seen.asMap()
        .forEach(
            (timeless, last) -> {
              if (last.latest().isAfter(last.given())) {
                give(
                    new AccountEvents.Noted(
                        timeless.account(), timeless.event().at(last.latest())));
              }
            });
    flush();
  }

  /** Writes what waits. Blocks; called by one thread at a time, a platform thread. */
  public void flush() {
    try {
      for (int left = count.get(); left > 0; left -= MOST_AT_ONCE) {
        writeSome(Math.min(left, MOST_AT_ONCE));
      }
    } catch (DirectoryUnavailableException e) {
      log.warn("event=history-not-written waiting={} reason=\"{}\"", count.get(), e.getMessage());
    }
  }

  private void writeSome(int most) {
    List<AccountEvents.Noted> batch = waiting.stream().limit(most).toList();
    Map<AccountId, List<AccountEvent>> more = new HashMap<>();
    for (AccountEvents.Noted each : batch) {
      more.computeIfAbsent(each.account(), id -> new ArrayList<>()).add(each.event());
    }
    Map<AccountId, List<AccountEvent>> histories = new HashMap<>();
    more.forEach(
        (account, events) -> histories.put(account, History.with(store.read(account), events)));
    store.write(histories);
    // One thread takes and all others add at the end: these are still the first.
    for (int i = 0; i < batch.size(); i++) {
      waiting.poll();
      count.decrementAndGet();
    }
  }
}
