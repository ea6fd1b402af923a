// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.password;

import com.github.benmanes.caffeine.cache.Ticker;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.directory.DirectoryStore;

/**
 * The life of app passwords: what a portal or an extended operation calls. Every call blocks until
 * the directory has the change on disk; none belongs on an event loop.
 *
 * <p>All may throw {@link org.latchkey.core.directory.DirectoryUnavailableException}, and {@link
 * org.latchkey.core.directory.DirectoryRefusalException} where a rule says no.
 */
public final class AppPasswords {
  private final DirectoryStore store;
  private final Peppers peppers;
  private final SecureRandom random;
  private final Ticker ticker;

  public AppPasswords(DirectoryStore store, Peppers peppers, SecureRandom random) {
    this(store, peppers, random, Ticker.systemTicker());
  }

  AppPasswords(DirectoryStore store, Peppers peppers, SecureRandom random, Ticker ticker) {
    this.store = store;
    this.peppers = peppers;
    this.random = random;
    this.ticker = ticker;
  }

  /**
   * Makes one. The caller shows the secret once and closes the result.
   *
   * @throws SecondFactorNeededException when the proof is another account's or too old
   */
  public GeneratedAppPassword generate(
      SecondFactorProof proof, AccountId account, AppPasswordDraft draft) {
    proof.require(account, ticker.read());
    Secret secret = AppPasswordFormat.generate(random);
    try {
      Tag tag = peppers.tag(account, secret);
      return new GeneratedAppPassword(
          store.addAppPassword(account, draft, tag, proof.by()), secret);
    } catch (RuntimeException e) {
      secret.close();
      throw e;
    }
  }

  /**
   * Gives an existing one a new secret; clients that signed in with the old one are signed out.
   *
   * @throws SecondFactorNeededException when the proof is another account's or too old
   */
  public GeneratedAppPassword regenerate(
      SecondFactorProof proof, AccountId account, AppPasswordId id) {
    proof.require(account, ticker.read());
    Secret secret = AppPasswordFormat.generate(random);
    try {
      store.replaceSecret(account, id, peppers.tag(account, secret), proof.by());
      return new GeneratedAppPassword(id, secret);
    } catch (RuntimeException e) {
      secret.close();
      throw e;
    }
  }

  /**
   * Changes its label, services, expiry, networks and idle limit to the draft's. What lets more in
   * than before is as good as making one.
   *
   * @throws SecondFactorNeededException when the draft widens it, and the proof is another
   *     account's or too old
   */
  public void change(
      SecondFactorProof proof, AccountId account, AppPasswordId id, AppPasswordDraft draft) {
    Optional<AppPassword> present = store.find(account).flatMap(found -> found.appPassword(id));
    if (present.isEmpty() || draft.widens(present.get())) {
      proof.require(account, ticker.read());
    }
    store.changeAppPassword(account, id, draft, proof.by());
  }

  /** Revokes these, in one transaction; its clients are signed out before this returns. */
  public void revoke(AccountId account, Set<AppPasswordId> ids, String by) {
    store.revoke(account, ids, by);
  }

  /**
   * Revokes all the account holds, in one transaction.
   *
   * @return how many there were
   */
  public int revokeAll(AccountId account, String by) {
    return store.revokeAll(account, by);
  }
}
