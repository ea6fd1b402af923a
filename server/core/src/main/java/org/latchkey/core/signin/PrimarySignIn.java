// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.signin;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.latchkey.core.account.Account;
import org.latchkey.core.account.LoginName;
import org.latchkey.core.directory.DirectoryStore;
import org.latchkey.core.directory.DirectoryUnavailableException;
import org.latchkey.core.password.PrimaryPasswords;
import org.latchkey.core.password.Secret;
import org.latchkey.core.throttle.Fingerprints;
import org.latchkey.core.throttle.Places;
import org.latchkey.core.throttle.Throttle;
import org.latchkey.core.throttle.Throttle.Source;

/**
 * Decides the portal's first step: a login name and the primary password. It blocks, for as long as
 * the slow hash takes or a refusal is held back. Whether the name or the password was wrong shows
 * neither in words nor in time.
 *
 * <p>People choose these passwords, so the speed of guessing is bounded, not only its answers held
 * back: an attempt keeps its source's place until it is answered. A source that has tried more than
 * people mistype has fewer places, and a share of the hashing, so that it keeps nobody else out.
 */
public final class PrimarySignIn {
  private static final int MOST_AT_ONCE = 10_000;
  private static final int MOST_OF_SOURCE = 8;
  private static final int MOST_OF_SUSPECT = 2;
  private static final int MOST_HASHED = 64;
  private static final int MOST_HASHED_OF_SUSPECTS = 16;

  private final Parts parts;
  private final String nobodysHash;
  private final Places places = new Places(() -> MOST_AT_ONCE, () -> MOST_OF_SOURCE);
  private final Places suspects = new Places(() -> MOST_AT_ONCE, () -> MOST_OF_SUSPECT);
  private final Semaphore hashed = new Semaphore(MOST_HASHED);
  private final Semaphore suspectsHashed = new Semaphore(MOST_HASHED_OF_SUSPECTS);

  /**
   * What it works with; the throttle is the one of every other sign-in.
   *
   * @param hashing where the slow hash is computed: platform threads, so that it never holds those
   *     up that carry the virtual ones
   */
  public record Parts(
      DirectoryStore store,
      PrimaryPasswords passwords,
      Throttle throttle,
      Fingerprints fingerprints,
      Executor hashing) {}

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
    this.parts = parts;
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
   */
  public Outcome attempt(String name, Secret typed, InetSocketAddress client) {
    long received = System.nanoTime();
    Source source = Source.of(client.getAddress());
    boolean suspect = parts.throttle().isSuspect(source);
    Places own = suspect ? suspects : places;
    if (!own.enter(source)) {
      return new Outcome.Busy();
    }
    try {
      Outcome outcome = decide(name, typed, suspect ? suspectsHashed : hashed);
      if (outcome instanceof Outcome.Wrong) {
        long fingerprint = parts.fingerprints().of(name, typed);
        Duration delay = parts.throttle().delayOf(source, fingerprint);
        Thread.sleep(delay.minusNanos(System.nanoTime() - received));
      }
      return outcome;
    } catch (DirectoryUnavailableException e) {
      return new Outcome.TryLater(String.valueOf(e.getMessage()));
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return new Outcome.Busy();
    } finally {
      own.leave(source);
    }
  }

  private Outcome decide(String name, Secret typed, Semaphore hashes) {
    if (!hashes.tryAcquire()) {
      return new Outcome.Busy();
    }
    try {
      Optional<Account> account = LoginName.prepare(name).flatMap(parts.store()::findByLogin);
      String stored = account.flatMap(Account::primaryPasswordHash).orElse(nobodysHash);
      boolean right =
          CompletableFuture.supplyAsync(
                  () -> parts.passwords().verify(typed, stored), parts.hashing())
              .join();
      return outcome(account, right);
    } finally {
      hashes.release();
    }
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
