// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.directory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;
import org.latchkey.core.account.Account;
import org.latchkey.core.account.AccountId;

/**
 * The accounts in memory, kept true by the change feed: an account that is found here is as the
 * directory has it, since every change replaces or removes it before its operation is answered.
 */
public final class AccountCache implements ChangeListener {
  private final DirectoryStore store;
  private final RecentChanges recent;
  private final Cache<AccountId, Account> accounts;
  private final Cache<String, AccountId> ids;

  /**
   * @param recent must hear of each change before this cache does
   * @param most how many accounts are kept
   */
  public AccountCache(DirectoryStore store, RecentChanges recent, int most) {
    this.store = store;
    this.recent = recent;
    accounts = Caffeine.newBuilder().maximumSize(most).build();
    ids = Caffeine.newBuilder().maximumSize(2L * most).build();
  }

  /** The account of this name if it is in memory; never blocks. */
  public Optional<Account> cached(String login) {
    AccountId id = ids.getIfPresent(login);
    if (id == null) {
      return Optional.empty();
    }
    Account account = accounts.getIfPresent(id);
    return account != null && account.logins().contains(login)
        ? Optional.of(account)
        : Optional.empty();
  }

  /**
   * The account of this name from the directory, remembered from now on. Blocks.
   *
   * @throws DirectoryUnavailableException when the directory can't be asked
   */
  public Optional<Account> load(String login) {
    Optional<Account> found = store.findByLogin(login);
    found.ifPresent(account -> remember(login, account));
    return found;
  }

  private void remember(String login, Account loaded) {
    accounts
        .asMap()
        .merge(loaded.id(), loaded, (old, mine) -> old.version() > mine.version() ? old : mine);
    // A change that came between reading and remembering has been told already: it wins.
    if (recent.changedAfter(loaded.id(), loaded.version())) {
      accounts
          .asMap()
          .computeIfPresent(
              loaded.id(), (id, kept) -> kept.version() > loaded.version() ? kept : null);
    }
    ids.put(login, loaded.id());
  }

  @Override
  public void changed(DirectoryChange change) {
    accounts.asMap().computeIfPresent(change.account(), (id, old) -> change.now().orElse(null));
  }
}
