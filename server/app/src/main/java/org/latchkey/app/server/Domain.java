// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.server;

import com.github.benmanes.caffeine.cache.Ticker;
import java.security.SecureRandom;
import java.time.Duration;
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
import org.latchkey.core.audit.AccountHistory;
import org.latchkey.core.audit.Audit;
import org.latchkey.core.audit.AuditEvent;
import org.latchkey.core.audit.SummedRefusals;
import org.latchkey.core.directory.AccountCache;
import org.latchkey.core.directory.DirectoryStore;
import org.latchkey.core.directory.RecentChanges;
import org.latchkey.core.password.LastUses;
import org.latchkey.core.password.Peppers;
import org.latchkey.core.password.PrimaryPasswords;
import org.latchkey.core.session.LiveSessions;
import org.latchkey.core.signin.PrimarySignIn;
import org.latchkey.core.signin.SignIn;
import org.latchkey.core.throttle.Fingerprints;
import org.latchkey.core.throttle.Refusals;
import org.latchkey.core.throttle.SprayWatch;
import org.latchkey.core.throttle.Throttle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Core, wired to a store: the one door, the live sessions, and what runs behind them. */
final class Domain implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Domain.class);

  /** Short enough for an expired app password's sessions to be gone within a second. */
  private static final Duration EXPIRY_LOOKED_AT = Duration.ofMillis(250);

  /** What is written behind: last uses and histories. */
  private static final Duration WRITTEN_EVERY = Duration.ofSeconds(5);

  /** One processor is left for all else. */
  private static final int HASHED_AT_ONCE =
      Math.max(1, Runtime.getRuntime().availableProcessors() - 1);

  private final ExecutorService lookUps = Executors.newVirtualThreadPerTaskExecutor();
  // A platform thread: a write transaction of LMDB's ends on the thread that it began on.
  private final ExecutorService housekeeping =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("housekeeping").factory());
  private final ExecutorService hashing =
      Executors.newFixedThreadPool(
          HASHED_AT_ONCE, Thread.ofPlatform().name("hashing-", 0).daemon().factory());
  private final Fingerprints fingerprints = new Fingerprints(new SecureRandom());
  private final ScheduledExecutorService timer;
  private final LastUses lastUses;
  private final AccountHistory history;
  private final Audit audit;
  private final SprayWatch sprays = new SprayWatch(Ticker.systemTicker());
  private final LiveSessions sessions;
  private final Throttle throttle;
  private final Refusals refusals;
  private final SignIn signIn;
  private final List<ScheduledFuture<?>> running;

  /**
   * What it is made of.
   *
   * @param store told to nobody else: its changes go to all that must hear them, in the right order
   * @param audit tells the history, among others
   * @param history written down here
   * @param summed told when time has passed
   */
  record Parts(
      DirectoryStore store,
      Peppers peppers,
      Audit audit,
      AccountHistory history,
      SummedRefusals summed) {}

  /**
   * @param timer for held refusals and what is done from time to time
   */
  Domain(Settings settings, Parts parts, ScheduledExecutorService timer) {
    this.timer = timer;
    history = parts.history();
    DirectoryStore store = parts.store();
    audit = parts.audit();
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
                parts.peppers(),
                lastUses,
                sessions,
                throttle,
                fingerprints,
                sprays,
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
            every(EXPIRY_LOOKED_AT, "end-expired-sessions", sessions::endExpired),
            every(WRITTEN_EVERY, "write-last-uses", lastUses::flush),
            every(WRITTEN_EVERY, "write-histories", history::flush),
            every(WRITTEN_EVERY, "sum-refusals", parts.summed()::flush));
  }

  /** Runs a task from time to time, apart from the timer, so that it never delays a refusal. */
  private ScheduledFuture<?> every(Duration period, String name, Runnable task) {
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
        period.toMillis(),
        period.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  SignIn signIn() {
    return signIn;
  }

  /** The portal's first step, under the throttle of all other sign-ins. */
  PrimarySignIn primarySignIn(DirectoryStore store, PrimaryPasswords passwords) {
    return new PrimarySignIn(
        new PrimarySignIn.Parts(
            store,
            passwords,
            throttle,
            fingerprints,
            sprays,
            hashing,
            HASHED_AT_ONCE,
            timer,
            audit));
  }

  LiveSessions sessions() {
    return sessions;
  }

  LastUses lastUses() {
    return lastUses;
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
    hashing.shutdownNow();
    lastUses.flush();
    history.flushAll();
  }
}
