// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.page;

import java.util.Optional;
import org.latchkey.core.account.Account;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.directory.DirectoryStore;
import org.latchkey.portal.web.Page;
import org.latchkey.portal.web.Reply;
import org.latchkey.portal.web.Visit;

/** Finds the account that an admin's page is about, by the id in its path. */
final class AccountInPath {
  /** What every such path begins with. */
  static final String BELOW = "/admin/accounts/:id";

  private final Views views;
  private final DirectoryStore store;

  AccountInPath(Views views, DirectoryStore store) {
    this.views = views;
    this.store = store;
  }

  /** What is shown of an account, or done with it. */
  interface WithAccount {
    Reply reply(Visit visit, Account account);
  }

  Page page(WithAccount of) {
    return visit ->
        find(visit.parameter("id"))
            .map(account -> of.reply(visit, account))
            .orElseGet(() -> views.message(visit, 404, "admin.gone"));
  }

  private Optional<Account> find(String id) {
    try {
      return store.find(AccountId.of(id));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The page of an account. */
  static String of(Account account) {
    return Paths.PREFIX + "/admin/accounts/" + account.id();
  }
}
