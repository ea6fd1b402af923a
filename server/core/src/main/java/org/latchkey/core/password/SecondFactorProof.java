// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.password;

import java.time.Instant;
import org.latchkey.core.account.AccountId;

/** The evidence without which no app password is generated. */
public sealed interface SecondFactorProof {
  /** Who gave it, as the directory's {@code madeBy} shall say. */
  String by();

  /**
   * The account's owner gave a second factor just now.
   *
   * @param dn the account's DN
   */
  record FreshSecondFactor(AccountId account, String dn, Instant given)
      implements SecondFactorProof {
    @Override
    public String by() {
      return dn;
    }
  }

  /** An admin acts, with the authority of the admin port. */
  record AdminAuthority(String adminDn) implements SecondFactorProof {
    @Override
    public String by() {
      return adminDn;
    }
  }
}
