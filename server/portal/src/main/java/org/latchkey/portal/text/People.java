// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.text;

import java.util.Optional;
import java.util.function.Function;
import org.latchkey.core.account.Account;
import org.latchkey.core.account.LoginName;
import org.latchkey.core.audit.LeadingValue;

/** What people are called to each other, who know no DNs. */
public final class People {
  private final Function<String, Optional<Account>> byLogin;

  /**
   * @param byLogin finds the account that signs in with a prepared name; it may block
   */
  public People(Function<String, Optional<Account>> byLogin) {
    this.byLogin = byLogin;
  }

  /** A person's name: their mail address, else their first login name. */
  public static String name(Account account) {
    return account
        .attribute("mail")
        .or(() -> account.attribute("uid"))
        .orElseGet(() -> account.logins().stream().sorted().findFirst().orElse(account.dn()));
  }

  /**
   * The name of the account with this DN, found by the login name that it begins with; empty where
   * that leads to none, as for an admin who is no person in the directory.
   */
  public Optional<String> nameOf(String dn) {
    return LoginName.prepare(LeadingValue.of(dn))
        .flatMap(byLogin)
        .filter(account -> account.dn().equalsIgnoreCase(dn))
        .map(People::name);
  }
}
