// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.signin;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.latchkey.core.account.Account;
import org.latchkey.core.account.LoginName;
import org.latchkey.core.directory.DirectoryStore;
import org.latchkey.core.directory.DirectoryUnavailableException;
import org.latchkey.core.password.PrimaryPasswords;
import org.latchkey.core.password.Secret;
import org.latchkey.core.throttle.Fingerprints;
import org.latchkey.core.throttle.Places;
import org.latchkey.core.throttle.Refusals;
import org.latchkey.core.throttle.Throttle;

/**
 * Decides the portal's first step: a login name and the primary password. It blocks, for as long as
 * the slow hash takes or a refusal is held back; the attempts at once are bounded, in all and of
 * each source. Whether the name or the password was wrong shows neither in words nor in time.
 */
public final class PrimarySignIn {
  private static final int MOST_AT_ONCE = 64;
  private static final int MOST_OF_SOURCE = 8;

  private final Parts parts;
  private final String nobodysHash;
  private final Places places = new Places(() -> MOST_AT_ONCE, () -> MOST_OF_SOURCE);

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
      Refusals refusals,
      Executor hashing) {}

  /** How an attempt ended. */
  public sealed interface Outcome {
    /** The password is the account's. */
    record Good(Account account) implements Outcome {}

    /** It isn't, or the account is disabled. */
    record Wrong() implements Outcome {}

    /**
     * Nothing was decided.
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
    Throttle.Source source = Throttle.Source.of(client.getAddress());
    if (!places.enter(source)) {
      return new Outcome.TryLater("too many sign-ins at once");
    }
    try {
      Optional<Account> account = LoginName.prepare(name).flatMap(parts.store()::findByLogin);
      String stored = account.flatMap(Account::primaryPasswordHash).orElse(nobodysHash);
      boolean right =
          CompletableFuture.supplyAsync(
                  () -> parts.passwords().verify(typed, stored), parts.hashing())
              .join();
      if (right && account.isPresent() && !account.get().disabled()) {
        return new Outcome.Good(account.get());
      }
    } catch (DirectoryUnavailableException e) {
      return new Outcome.TryLater(String.valueOf(e.getMessage()));
    } finally {
      places.leave(source);
    }
    return held(name, typed, source, received);
  }

  private Outcome held(String name, Secret typed, Throttle.Source source, long received) {
    long fingerprint = parts.fingerprints().of(name, typed);
    CompletableFuture<Outcome> answer = new CompletableFuture<>();
    boolean held =
        parts
            .refusals()
            .hold(
                source,
                received,
                parts.throttle().delayOf(source, fingerprint),
                () -> answer.complete(new Outcome.Wrong()));
    return held ? answer.join() : new Outcome.TryLater("too many refusals held");
  }
}
