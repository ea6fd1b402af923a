// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
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
import org.latchkey.core.password.Tombstone;

/** A directory in memory, as much of one as a sign-in needs. */
public final class FakeDirectory implements DirectoryStore {
  private final Map<AccountId, Account> accounts = new ConcurrentHashMap<>();
  private final List<ChangeListener> listeners = new CopyOnWriteArrayList<>();
  private volatile boolean down;

  /** Makes every call fail from now on. */
  public void goDown() {
    down = true;
  }

  /** Adds an account without app passwords, whose id follows from its login. */
  public AccountId addAccount(String login) {
    AccountId id = new AccountId(UUID.nameUUIDFromBytes(login.getBytes(StandardCharsets.UTF_8)));
    String dn = "uid=" + login + ",ou=people,dc=example,dc=org";
    Account account =
        new Account(
            id,
            dn,
            Set.of(login),
            false,
            Optional.empty(),
            List.of(),
            List.of(),
            Map.of("uid", List.of(login)),
            1);
    accounts.put(id, account);
    return id;
  }

  @Override
  public Optional<Account> findByLogin(String login) {
    checkReady();
    return accounts.values().stream().filter(each -> each.logins().contains(login)).findAny();
  }

  @Override
  public Optional<Account> find(AccountId id) {
    checkReady();
    return Optional.ofNullable(accounts.get(id));
  }

  @Override
  public AppPasswordId addAppPassword(AccountId id, AppPasswordDraft draft, Tag tag, String by) {
    AppPasswordId added = new AppPasswordId(UUID.randomUUID());
    Account account = find(id).orElseThrow();
    List<AppPassword> all = new ArrayList<>(account.appPasswords());
    all.add(
        new AppPassword(
            added,
            draft.label(),
            draft.services(),
            Optional.of(tag),
            Instant.EPOCH,
            draft.expires(),
            draft.networks(),
            draft.idleLimit(),
            Instant.EPOCH,
            by,
            Optional.empty()));
    replace(account, all, "app-password-added");
    return added;
  }

  @Override
  public void revoke(AccountId id, Set<AppPasswordId> ids, String by) {
    Account account = find(id).orElseThrow();
    List<AppPassword> left =
        account.appPasswords().stream().filter(each -> !ids.contains(each.id())).toList();
    replace(account, left, "app-password-deleted");
  }

  private void replace(Account old, List<AppPassword> appPasswords, String what) {
    Account now =
        new Account(
            old.id(),
            old.dn(),
            old.logins(),
            old.disabled(),
            old.primaryPasswordHash(),
            appPasswords,
            List.<Tombstone>of(),
            old.attributes(),
            old.version() + 1);
    accounts.put(now.id(), now);
    DirectoryChange change =
        new DirectoryChange(now.id(), Optional.of(now), what, now.dn(), "cn=admin", now.version());
    listeners.forEach(listener -> listener.changed(change));
  }

  @Override
  public void subscribe(ChangeListener listener) {
    listeners.add(listener);
  }

  @Override
  public void checkReady() {
    if (down) {
      throw new DirectoryUnavailableException("down for a test");
    }
  }

  @Override
  public void recordUses(Collection<UseRecord> uses) {}

  @Override
  public int revokeAll(AccountId account, String by) {
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
