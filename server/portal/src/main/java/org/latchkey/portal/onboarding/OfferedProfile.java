// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.onboarding;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.latchkey.core.account.Account;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.password.AppPassword;

/** A profile that waits for its device; closing it wipes it. */
public final class OfferedProfile implements AutoCloseable {
  private final AccountId account;
  private final AppPassword appPassword;
  private final byte[] octets;

  /**
   * @param account whose it is
   * @param appPassword the one whose secret is in it, as it was then
   * @param octets taken over: the caller keeps no reference to them
   */
  public OfferedProfile(AccountId account, AppPassword appPassword, byte[] octets) {
    this.account = account;
    this.appPassword = appPassword;
    this.octets = octets;
  }

  public AccountId account() {
    return account;
  }

  public String label() {
    return appPassword.label();
  }

  /**
   * Whether the secret in it still signs in.
   *
   * @param owner its account as it is now; empty where that is gone
   */
  public boolean isGood(Optional<Account> owner, Instant now) {
    return owner
        .filter(each -> !each.disabled())
        .flatMap(each -> each.appPassword(appPassword.id()))
        .filter(each -> each.secretMade().equals(appPassword.secretMade()))
        .filter(each -> !each.isExpired(now))
        .isPresent();
  }

  /** The octets themselves, not a copy. */
  public byte[] octets() {
    return octets;
  }

  @Override
  public void close() {
    Arrays.fill(octets, (byte) 0);
  }
}
