// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.server;

import com.github.benmanes.caffeine.cache.Ticker;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.latchkey.config.Settings;
import org.latchkey.config.SignInSettings;
import org.latchkey.core.audit.Audit;
import org.latchkey.core.audit.AuditEvent;
import org.latchkey.core.directory.AccountCache;
import org.latchkey.core.directory.DirectoryStore;
import org.latchkey.core.directory.RecentChanges;
import org.latchkey.core.password.LastUses;
import org.latchkey.core.password.Peppers;
import org.latchkey.core.session.LiveSessions;
import org.latchkey.core.signin.SignIn;
import org.latchkey.core.throttle.Fingerprints;
import org.latchkey.core.throttle.Refusals;
import org.latchkey.core.throttle.Throttle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Core, wired to a store: the one door, the live sessions, and what runs behind them. */
final class Domain implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Domain.class);
  private static final long FLUSH_SECONDS = 5;

  private final ExecutorService lookUps = Executors.newVirtualThreadPerTaskExecutor();
  // A platform thread: a write transaction of LMDB's ends on the thread that it began on.
  private final ExecutorService housekeeping =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("housekeeping").factory());
  private final ScheduledExecutorService timer;
  private final LastUses lastUses;
  private final LiveSessions sessions;
  private final Throttle throttle;
  private final Refusals refusals;
  private final SignIn signIn;
  private final List<ScheduledFuture<?>> running;

  /**
   * @param store told to nobody else: its changes go to all that must hear them, in the right order
   * @param timer for held refusals and what is done from time to time
   */
  Domain(
      Settings settings,
      DirectoryStore store,
      Peppers peppers,
      Audit audit,
      ScheduledExecutorService timer) {
    this.timer = timer;
    RecentChanges recent = new RecentChanges();
    AccountCache accounts = new AccountCache(store, recent, settings.directory().cachedAccounts());
    lastUses = new LastUses(store, settings.signIn().lastUseInterval());
    sessions = new LiveSessions(recent, audit, InstantSource.system());
    throttle = new Throttle(settings.signIn(), Ticker.systemTicker());
    refusals = new Refusals(settings.signIn(), timer);
    signIn =
        new SignIn(
            new SignIn.Parts(
                accounts,
                peppers,
                lastUses,
                sessions,
                throttle,
                new Fingerprints(new SecureRandom()),
                refusals,
                audit,
                InstantSource.system()),
            lookUps);
    store.subscribe(recent);
    store.subscribe(accounts);
    store.subscribe(sessions);
    store.subscribe(change -> audit.record(new AuditEvent.Changed(change)));
    running =
        List.of(
            every(1, "end-expired-sessions", sessions::endExpired),
            every(FLUSH_SECONDS, "write-last-uses", lastUses::flush));
  }

  /** Runs a task from time to time, apart from the timer, so that it never delays a refusal. */
  private ScheduledFuture<?> every(long seconds, String name, Runnable task) {
    AtomicBoolean busy = new AtomicBoolean();
    Runnable once =
        () -> {
          try {
            task.run();
          } catch (RuntimeException e) {
            log.error("event=task-failed task={}", name, e);
          } finally {
            busy.set(false);
          }
        };
    return timer.scheduleAtFixedRate(
        () -> {
          if (busy.compareAndSet(false, true)) {
            housekeeping.execute(once);
          }
        },
        seconds,
        seconds,
        TimeUnit.SECONDS);
  }

  SignIn signIn() {
    return signIn;
  }

  LiveSessions sessions() {
    return sessions;
  }

  Refusals refusals() {
    return refusals;
  }

  void reconfigure(SignInSettings changed) {
    throttle.reconfigure(changed);
    refusals.reconfigure(changed);
  }

  /** Stops what runs behind and writes down what waits. */
  @Override
  public void close() {
    running.forEach(task -> task.cancel(false));
    housekeeping.close();
    lookUps.close();
    lastUses.flush();
  }
}
