// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.factor;

import com.github.benmanes.caffeine.cache.Ticker;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.latchkey.core.account.Account;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.directory.DirectoryStore;
import org.latchkey.core.directory.DirectoryUnavailableException;
import org.latchkey.core.password.AppPasswordRules;
import org.latchkey.core.password.Peppers;
import org.latchkey.core.password.SealedSecrets;
import org.latchkey.core.password.SecondFactorProof.FreshSecondFactor;

/**
 * What second factors are enrolled and checked with.
 *
 * @param relyingParty whom passkeys are for; asked for when one is given
 * @param labels whose rule for labels holds for passkeys too
 * @param clock the wall clock, for TOTP (RFC 6238)
 */
public record FactorParts(
    DirectoryStore store,
    Peppers peppers,
    SealedSecrets seals,
    Supplier<RelyingParty> relyingParty,
    AppPasswordRules labels,
    SecureRandom random,
    InstantSource clock,
    Ticker ticker) {
  private static final int MOST_TRIES = 20;

  /**
   * Changes an account's second factors from what they are, again where they changed in between.
   *
   * @param by the DN of who changes them; empty for the account's own
   * @param change empty where nothing is to be written
   * @return the proof that a second factor was given; empty when nothing was written, or there is
   *     no such account
   * @throws DirectoryUnavailableException when the account keeps changing
   */
  Optional<FreshSecondFactor> change(
      AccountId account, Optional<String> by, Function<Account, Optional<EnrolledFactors>> change) {
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      Optional<Account> found = store.find(account);
      Optional<EnrolledFactors> now = found.flatMap(change);
      if (now.isEmpty()) {
        return Optional.empty();
      }
      Account present = found.orElseThrow();
      if (store.replaceFactors(account, present.factors(), now.get(), by.orElse(present.dn()))) {
        return Optional.of(new FreshSecondFactor(account, present.dn(), ticker.read()));
      }
    }
    throw new DirectoryUnavailableException("the account keeps changing");
  }
}
