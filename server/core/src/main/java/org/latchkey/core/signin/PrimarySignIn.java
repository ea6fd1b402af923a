// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.signin;

import com.github.benmanes.caffeine.cache.Ticker;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.latchkey.core.account.Account;
import org.latchkey.core.account.LoginName;
import org.latchkey.core.audit.Audit;
import org.latchkey.core.audit.AuditEvent;
import org.latchkey.core.audit.SprayKind;
import org.latchkey.core.directory.DirectoryStore;
import org.latchkey.core.directory.DirectoryUnavailableException;
import org.latchkey.core.password.PrimaryPasswords;
import org.latchkey.core.password.Secret;
import org.latchkey.core.throttle.Fingerprints;
import org.latchkey.core.throttle.SprayWatch;
import org.latchkey.core.throttle.Throttle;
import org.latchkey.core.throttle.Throttle.Source;

/**
 * Decides the portal's first step: a login name and the primary password. It blocks, for as long as
 * the slow hash and the wait for it take, or a refusal is held back. Whether the name or the
 * password was wrong shows neither in words nor in time.
 *
 * <p>People choose these passwords, so the speed of guessing is bounded, not only its answers held
 * back: {@link HashTurns} says whose attempt is looked at next. Every wrong one counts.
 */
public final class PrimarySignIn {
  /** How long an attempt waits for its turn at most. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

  /** How many are told that there was no turn for them only after a while. */
  private static final int MOST_HELD = 5_000;

  private final Parts parts;
  private final Duration longestWait;
  private final String nobodysHash;
  private final HashTurns turns;
  private final AtomicInteger held = new AtomicInteger();
  private final AtomicLong attempts = new AtomicLong();

  /**
   * What it works with; the throttle is the one of every other sign-in.
   *
   * @param hashing where the slow hash is computed: platform threads, so that it never holds those
   *     up that carry the virtual ones
   * @param hashedAtOnce how many threads that has
   * @param audit told when passwords seem to be sprayed
   */
  public record Parts(
      DirectoryStore store,
      PrimaryPasswords passwords,
      Throttle throttle,
      Fingerprints fingerprints,
      SprayWatch sprays,
      Executor hashing,
      int hashedAtOnce,
      ScheduledExecutorService timer,
      Audit audit) {}

  /** How an attempt ended. */
  public sealed interface Outcome {
    /** The password is the account's. */
    record Good(Account account) implements Outcome {}

    /**
     * It isn't, or the account is disabled.
     *
     * @param account whose name it is, for the audit
     * @param reason for the audit; whoever tries is told neither
     */
    record Wrong(Optional<Account> account, DenialReason reason) implements Outcome {}

    /** Nothing was looked at: too many attempts are under way. */
    record Busy() implements Outcome {}

    /**
     * Nothing was decided: the directory is away.
     *
     * @param why for the log
     */
    record TryLater(String why) implements Outcome {}
  }

  public PrimarySignIn(Parts parts) {
    this(parts, LONGEST_WAIT);
  }

  PrimarySignIn(Parts parts, Duration longestWait) {
    this.parts = parts;
    this.longestWait = longestWait;
    turns =
        new HashTurns(parts.hashedAtOnce(), parts.sprays(), parts.timer(), Ticker.systemTicker());
    try (Secret nobodys =
        Secret.takeOver("nobody's password".getBytes(StandardCharsets.US_ASCII))) {
      nobodysHash = parts.passwords().hash(nobodys);
    }
  }

  /**
   * Decides an attempt.
   *
   * @param name as it was typed
   * @param typed the caller closes it
   * @param known whether the attempt comes from a browser that this account was signed in to from
   */
  public Outcome attempt(
      String name, Secret typed, InetSocketAddress client, Predicate<Account> known) {
    long received = System.nanoTime();
    Source source = Source.of(client.getAddress());
    Optional<String> login = LoginName.prepare(name);
    try {
      Optional<Account> account = login.flatMap(parts.store()::findByLogin);
      PrimaryAttempt attempt =
          new PrimaryAttempt(
              source,
              parts.fingerprints().ofName(login.orElse(name)),
              parts.fingerprints().ofSecret(typed),
              account.filter(known).isPresent());
      HashTurns.Turn turn = turns.ask(attempt);
      if (!isGiven(turn)) {
        return busy(received);
      }
      try {
        Outcome outcome = outcome(account, verify(turn, account, typed));
        if (outcome instanceof Outcome.Wrong) {
          watch(attempt, account, name, client);
          holdBack(source, received);
        }
        return outcome;
      } finally {
        turns.answered(turn);
      }
    } catch (DirectoryUnavailableException e) {
      return new Outcome.TryLater(String.valueOf(e.getMessage()));
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return new Outcome.Busy();
    }
  }

  private boolean isGiven(HashTurns.Turn turn) throws InterruptedException {
    try {
      return turn.given.get(longestWait.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return !turns.giveUp(turn) && turn.given.join();
    } catch (InterruptedException stopping) {
      if (!turns.giveUp(turn) && turn.given.join()) {
        turns.hashed(turn, false);
        turns.answered(turn);
      }
      throw stopping;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean verify(HashTurns.Turn turn, Optional<Account> account, Secret typed) {
    Optional<String> own = account.flatMap(Account::primaryPasswordHash);
    String stored = own.orElse(nobodysHash);
    boolean right = false;
    try {
      // Nobody's is hashed too, for the time that it takes, and is right for nobody.
      right =
          CompletableFuture.supplyAsync(
                      () -> parts.passwords().verify(typed, stored), parts.hashing())
                  .join()
              && own.isPresent();
      return right;
    } finally {
      turns.hashed(turn, right);
    }
  }

  /** Those who would ask again at once are answered no sooner than the others. */
  private Outcome busy(long received) throws InterruptedException {
    if (held.incrementAndGet() <= MOST_HELD) {
      try {
        long first = parts.throttle().firstDelay().toNanos();
        sleepUntil(received + Math.min(first, longestWait.toNanos()));
      } finally {
        held.decrementAndGet();
      }
    } else {
      held.decrementAndGet();
    }
    return new Outcome.Busy();
  }

  private void watch(
      PrimaryAttempt attempt, Optional<Account> account, String name, InetSocketAddress client) {
    for (SprayKind kind : parts.sprays().saw(attempt.name(), attempt.secret(), attempt.source())) {
      boolean one = kind == SprayKind.NAME_FROM_MANY_SOURCES;
      parts
          .audit()
          .record(
              new AuditEvent.SprayingSeen(
                  kind, one ? account : Optional.empty(), one ? name : "", client));
    }
  }

  /**
   * A refusal is answered at its time; one that had to wait for longer, at the next whole one: how
   * long a hash took doesn't show.
   */
  private void holdBack(Source source, long received) throws InterruptedException {
    long delay = parts.throttle().delayOf(source, attempts.incrementAndGet()).toNanos();
    long step = Math.max(1, parts.throttle().firstDelay().toNanos());
    long late = System.nanoTime() - received - delay;
    sleepUntil(received + delay + (late > 0 ? (late / step + 1) * step : 0));
  }

  private static void sleepUntil(long nanos) throws InterruptedException {
    Thread.sleep(Duration.ofNanos(Math.max(0, nanos - System.nanoTime())));
  }

  private static Outcome outcome(Optional<Account> account, boolean right) {
    if (account.isEmpty()) {
      return new Outcome.Wrong(account, DenialReason.UNKNOWN_ACCOUNT);
    }
    if (!right) {
      return new Outcome.Wrong(account, DenialReason.WRONG_PASSWORD);
    }
    return account.get().disabled()
        ? new Outcome.Wrong(account, DenialReason.ACCOUNT_DISABLED)
        : new Outcome.Good(account.get());
  }
}
