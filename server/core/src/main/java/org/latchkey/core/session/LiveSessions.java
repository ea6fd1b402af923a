// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.session;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.audit.Audit;
import org.latchkey.core.audit.AuditEvent;
import org.latchkey.core.directory.ChangeListener;
import org.latchkey.core.directory.DirectoryChange;
import org.latchkey.core.directory.RecentChanges;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All live sessions of this server, by account, and the sign-out that ends them. It must hear of a
 * change after {@link RecentChanges} does. Safe for use by many threads.
 */
public final class LiveSessions implements ChangeListener {
  private static final Logger log = LoggerFactory.getLogger(LiveSessions.class);

  private final RecentChanges recent;
  private final Audit audit;
  private final InstantSource clock;
  private final AtomicLong lastId;
  private final AtomicInteger count = new AtomicInteger();
  private final ConcurrentHashMap<AccountId, Set<LiveSession>> sessions = new ConcurrentHashMap<>();

  public LiveSessions(RecentChanges recent, Audit audit, InstantSource clock) {
    this.recent = recent;
    this.audit = audit;
    this.clock = clock;
    // Ids of two runs of the server differ, so that a log over both can be read.
    this.lastId = new AtomicLong(clock.millis() << 20);
  }

  /**
   * Registers a session, then makes sure that its account has not changed since the sign-in was
   * decided: registered first, so that no change can slip between the two.
   *
   * @return empty when the account has changed: decide again
   */
  public Optional<LiveSession> open(LiveSession.Opening opening) {
    LiveSession session = new LiveSession(lastId.incrementAndGet(), opening, clock.instant());
    // Counted first: whoever signs it out at once finds it counted.
    count.incrementAndGet();
    sessions.compute(
        session.account(),
        (id, present) -> {
          Set<LiveSession> all = present == null ? ConcurrentHashMap.newKeySet(2) : present;
          all.add(session);
          return all;
        });
    if (recent.changedAfter(session.account(), opening.account().version())) {
      remove(session);
      return Optional.empty();
    }
    return Optional.of(session);
  }

  /**
   * Keeps the session that a connection holds already, where the same app password opened it for
   * the same services and it has not ended; opens one otherwise.
   *
   * @return empty when the account has changed: decide again
   */
  public Optional<LiveSession> open(LiveSession.Opening opening, Optional<LiveSession> current) {
    Optional<LiveSession> kept =
        current.filter(session -> session.isOpenedBy(opening)).filter(this::isLive);
    if (kept.isEmpty()) {
      return open(opening);
    }
    // Live first, unchanged after that: a change that comes later finds it registered.
    return recent.changedAfter(opening.account().id(), opening.account().version())
        ? Optional.empty()
        : kept;
  }

  /** Whether it has not ended. */
  public boolean isLive(LiveSession session) {
    Set<LiveSession> present = sessions.get(session.account());
    return present != null && present.contains(session);
  }

  /** The client has gone. A session that was signed out already is passed over. */
  public void close(LiveSession session) {
    if (remove(session)) {
      audit.record(new AuditEvent.SessionClosed(session));
    }
  }

  private boolean remove(LiveSession session) {
    boolean[] removed = {false};
    sessions.computeIfPresent(
        session.account(),
        (id, all) -> {
          removed[0] = all.remove(session);
          return all.isEmpty() ? null : all;
        });
    if (removed[0]) {
      count.decrementAndGet();
    }
    return removed[0];
  }

  @Override
  public void changed(DirectoryChange change) {
    Set<LiveSession> present = sessions.get(change.account());
    if (present != null) {
      Instant time = clock.instant();
      for (LiveSession session : present) {
        session.endedBy(change, time).ifPresent(reason -> signOut(session, reason));
      }
    }
  }

  /** Ends the sessions whose app password has expired; called several times a second. */
  public void endExpired() {
    Instant time = clock.instant();
    for (LiveSession session : all()) {
      if (session.appPassword().isExpired(time)) {
        signOut(session, SignOutReason.EXPIRED);
      }
    }
  }

  /** Ends every session. */
  public void endAll(SignOutReason reason) {
    all().forEach(session -> signOut(session, reason));
  }

  /**
   * Ends the sessions of an account that this chooses.
   *
   * @return how many it ended
   */
  public int signOut(AccountId account, Predicate<LiveSession> which, SignOutReason reason) {
    int ended = 0;
    for (LiveSession session : of(account)) {
      if (which.test(session) && signOut(session, reason)) {
        ended++;
      }
    }
    return ended;
  }

  /** Returns whether it was live. */
  private boolean signOut(LiveSession session, SignOutReason reason) {
    boolean live = remove(session);
    if (live) {
      try {
        session.listener().signOut(reason);
      } catch (RuntimeException bug) {
        // The other sessions of a revoked app password have to end all the same.
        log.error("event=sign-out-failed session={}", session.id(), bug);
      }
      audit.record(new AuditEvent.SignedOut(session, reason));
    }
    return live;
  }

  /** How many there are. */
  public int count() {
    return count.get();
  }

  /** How many accounts have any. */
  int accounts() {
    return sessions.size();
  }

  /** Those of one account, in no order. */
  public Collection<LiveSession> of(AccountId account) {
    Set<LiveSession> present = sessions.get(account);
    return present == null ? List.of() : List.copyOf(present);
  }

  private List<LiveSession> all() {
    List<LiveSession> all = new ArrayList<>(count());
    sessions.values().forEach(all::addAll);
    return all;
  }
}
