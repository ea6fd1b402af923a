// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.admin;

import com.github.benmanes.caffeine.cache.Ticker;
import java.util.Set;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.directory.DirectoryRefusalException;
import org.latchkey.core.directory.DirectoryRefusalException.Kind;
import org.latchkey.core.directory.DirectoryStore;
import org.latchkey.core.factor.SecondFactors;
import org.latchkey.core.password.AppPasswordId;
import org.latchkey.core.password.AppPasswords;
import org.latchkey.core.password.SecondFactorProof.AdminAuthority;
import org.latchkey.core.password.SecondFactorProof.FreshSecondFactor;

/**
 * What an admin does for another person's account. Each call takes the proof of the admin's own
 * second factor, asks the directory whether they are an admin now, and blocks until the change is
 * on disk.
 *
 * <p>All may throw {@link org.latchkey.core.directory.DirectoryUnavailableException}, {@link
 * org.latchkey.core.password.SecondFactorNeededException} when the proof is too old, and {@link
 * DirectoryRefusalException}: to whoever is no admin, there is no such account.
 */
public final class AccountAdministration {
  private final DirectoryStore store;
  private final AppPasswords appPasswords;
  private final SecondFactors factors;
  private final Ticker ticker;

  public AccountAdministration(
      DirectoryStore store, AppPasswords appPasswords, SecondFactors factors, Ticker ticker) {
    this.store = store;
    this.appPasswords = appPasswords;
    this.factors = factors;
    this.ticker = ticker;
  }

  /** Revokes one app password. */
  public void revoke(FreshSecondFactor admin, AccountId account, AppPasswordId id) {
    appPasswords.revoke(account, Set.of(id), authority(admin).by());
  }

  /**
   * Revokes all the account holds.
   *
   * @return how many there were
   */
  public int revokeAll(FreshSecondFactor admin, AccountId account) {
    return appPasswords.revokeAll(account, authority(admin).by());
  }

  /** Takes the second factors of another's account away, for a person who has lost them all. */
  public void resetSecondFactors(FreshSecondFactor admin, AccountId account) {
    factors.reset(authorityOver(account, admin), account);
  }

  /** Disables another's account, which signs everything of it out. */
  public void disable(FreshSecondFactor admin, AccountId account) {
    store.setDisabled(account, true, authorityOver(account, admin).by());
  }

  /** Enables it again. */
  public void enable(FreshSecondFactor admin, AccountId account) {
    store.setDisabled(account, false, authority(admin).by());
  }

  /** An admin who shuts themselves out couldn't undo it. */
  private AdminAuthority authorityOver(AccountId account, FreshSecondFactor admin) {
    AdminAuthority authority = authority(admin);
    if (admin.account().equals(account)) {
      throw new DirectoryRefusalException(Kind.INVALID, "that is another admin's to do");
    }
    return authority;
  }

  private AdminAuthority authority(FreshSecondFactor admin) {
    admin.require(admin.account(), ticker.read());
    if (!store.isAdmin(admin.account())) {
      throw new DirectoryRefusalException(Kind.NOT_FOUND, "no such account");
    }
    return new AdminAuthority(admin.by());
  }
}
