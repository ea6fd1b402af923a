// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.latchkey.core.account.Account;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.directory.ChangeListener;
import org.latchkey.core.directory.DirectoryChange;
import org.latchkey.core.directory.DirectoryStore;
import org.latchkey.core.directory.DirectoryUnavailableException;
import org.latchkey.core.directory.UseRecord;
import org.latchkey.core.factor.EnrolledFactors;
import org.latchkey.core.password.AppPassword;
import org.latchkey.core.password.AppPasswordDraft;
import org.latchkey.core.password.AppPasswordId;
import org.latchkey.core.password.Tag;
import org.latchkey.core.upstream.AccountUpstreams;

/** A directory in memory, as much of one as a sign-in needs. */
final class FakeDirectory implements DirectoryStore {
  private final Map<AccountId, Account> accounts = new ConcurrentHashMap<>();
  private final List<ChangeListener> listeners = new CopyOnWriteArrayList<>();
  private long version;
  volatile boolean down;

  AccountId addAccount(String... logins) {
    AccountId id = new AccountId(UUID.randomUUID());
    accounts.put(
        id,
        new Account(
            id,
            "uid=" + logins[0] + ",dc=example",
            Set.of(logins),
            false,
            Optional.empty(),
            List.of(),
            List.of(),
            Map.of("cn", List.of("Alice & <Bob>"), "mail", List.of(logins[0] + "@example.org")),
            1));
    return id;
  }

  @Override
  public Optional<Account> findByLogin(String login) {
    if (down) {
      throw new DirectoryUnavailableException("down", new IllegalStateException());
    }
    return accounts.values().stream().filter(each -> each.logins().contains(login)).findAny();
  }

  @Override
  public Optional<Account> find(AccountId id) {
    return Optional.ofNullable(accounts.get(id));
  }

  /** Gives an account upstreams of its own. */
  synchronized void upstreams(AccountId id, AccountUpstreams upstreams) {
    Account old = find(id).orElseThrow();
    change(old, old.appPasswords(), upstreams);
  }

  /** Puts the account's app passwords in place of those it has, and tells of it. */
  synchronized void replace(AccountId id, List<AppPassword> appPasswords) {
    Account old = find(id).orElseThrow();
    change(old, appPasswords, old.upstreams());
  }

  private void change(Account old, List<AppPassword> appPasswords, AccountUpstreams upstreams) {
    AccountId id = old.id();
    version++;
    Account now =
        new Account(
            id,
            old.dn(),
            old.logins(),
            old.disabled(),
            old.primaryPasswordHash(),
            appPasswords,
            old.tombstones(),
            old.attributes(),
            upstreams,
            old.factors(),
            version + 1);
    accounts.put(id, now);
    DirectoryChange change =
        new DirectoryChange(id, Optional.of(now), "test", old.dn(), "cn=test", version + 1);
    listeners.forEach(each -> each.changed(change));
  }

  @Override
  public void revoke(AccountId account, Set<AppPasswordId> ids, String by) {
    List<AppPassword> left = new ArrayList<>(find(account).orElseThrow().appPasswords());
    left.removeIf(each -> ids.contains(each.id()));
    replace(account, left);
  }

  @Override
  public void subscribe(ChangeListener listener) {
    listeners.add(listener);
  }

  @Override
  public void recordUses(Collection<UseRecord> uses) {}

  @Override
  public void checkReady() {}

  @Override
  public AppPasswordId addAppPassword(
      AccountId account, AppPasswordDraft draft, Tag tag, String by) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void replaceSecret(AccountId account, AppPasswordId id, Tag tag, String by) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void changeAppPassword(
      AccountId account, AppPasswordId id, AppPasswordDraft draft, String by) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int revokeAll(AccountId account, String by) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void replacePrimaryPassword(AccountId account, String hash, String by) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean replaceFactors(
      AccountId account, EnrolledFactors read, EnrolledFactors now, String by) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setDisabled(AccountId account, boolean disabled, String by) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isAdmin(AccountId account) {
    throw new UnsupportedOperationException();
  }
}
