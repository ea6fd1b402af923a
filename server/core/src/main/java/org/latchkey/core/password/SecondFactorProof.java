// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.password;

import java.time.Duration;
import org.latchkey.core.account.AccountId;

/** The evidence without which no app password is generated. */
public sealed interface SecondFactorProof {
  /** How long a second factor counts as given just now. */
  Duration FRESH = Duration.ofMinutes(5);

  /** Who gave it, as the directory's {@code madeBy} shall say. */
  String by();

  /**
   * Whether it is good for acting on this account.
   *
   * @param nowNanos {@link System#nanoTime()}, or the ticker's time in a test
   */
  boolean isGoodFor(AccountId wanted, long nowNanos);

  /** Does nothing when it is good. */
  default void require(AccountId wanted, long nowNanos) {
    if (!isGoodFor(wanted, nowNanos)) {
      throw new SecondFactorNeededException();
    }
  }

  /**
   * The account's owner gave a second factor just now.
   *
   * @param dn the account's DN
   * @param givenNanos {@link System#nanoTime()} then
   */
  record FreshSecondFactor(AccountId account, String dn, long givenNanos)
      implements SecondFactorProof {
    @Override
    public String by() {
      return dn;
    }

    @Override
    public boolean isGoodFor(AccountId wanted, long nowNanos) {
      return account.equals(wanted) && nowNanos - givenNanos <= FRESH.toNanos();
    }
  }

  /** An admin acts, with the authority of the admin port. */
  record AdminAuthority(String adminDn) implements SecondFactorProof {
    @Override
    public String by() {
      return adminDn;
    }

    @Override
    public boolean isGoodFor(AccountId wanted, long nowNanos) {
      return true;
    }
  }
}
