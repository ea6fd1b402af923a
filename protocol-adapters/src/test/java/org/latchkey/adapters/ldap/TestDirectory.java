// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.ldap;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.latchkey.core.account.Account;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.account.Service;
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

/** A directory in memory, as much of one as a bind and its end need. */
final class TestDirectory implements DirectoryStore {
  private final Map<AccountId, Account> accounts = new ConcurrentHashMap<>();
  private final List<ChangeListener> listeners = new CopyOnWriteArrayList<>();
  private final AtomicLong version = new AtomicLong(1);
  private volatile boolean down;

  AccountId add(String uid) {
    AccountId id = new AccountId(UUID.nameUUIDFromBytes(new byte[] {(byte) uid.hashCode()}));
    Map<String, List<String>> attributes = new LinkedHashMap<>();
    attributes.put("objectClass", List.of("top", "inetOrgPerson"));
    attributes.put("uid", List.of(uid));
    attributes.put("cn", List.of(uid + " Müller"));
    attributes.put("mail", List.of(uid + "@example.org", uid + "@example.com"));
    // A directory that hands out too much: the port must not.
    attributes.put("userPassword", List.of("{ARGON2}hash"));
    accounts.put(
        id,
        new Account(
            id,
            "uid=" + uid + ",ou=people,dc=example,dc=org",
            Set.of(uid, uid + "@example.org"),
            false,
            Optional.empty(),
            List.of(),
            List.of(),
            attributes,
            version.incrementAndGet()));
    return id;
  }

  void goDown() {
    down = true;
  }

  AppPasswordId give(AccountId account, Tag tag, Service... services) {
    AppPasswordDraft draft =
        new AppPasswordDraft(
            "test", Set.of(services), Optional.empty(), List.of(), Optional.empty());
    return addAppPassword(account, draft, tag, "cn=test");
  }

  @Override
  public AppPasswordId addAppPassword(
      AccountId account, AppPasswordDraft draft, Tag tag, String by) {
    AppPasswordId id = new AppPasswordId(UUID.randomUUID());
    Account before = requireNonNull(accounts.get(account));
    List<AppPassword> all = new ArrayList<>(before.appPasswords());
    all.add(
        new AppPassword(
            id,
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
    change(before, all);
    return id;
  }

  @Override
  public void revoke(AccountId account, Set<AppPasswordId> ids, String by) {
    Account before = requireNonNull(accounts.get(account));
    change(
        before, before.appPasswords().stream().filter(each -> !ids.contains(each.id())).toList());
  }

  private void change(Account before, List<AppPassword> appPasswords) {
    Account after =
        new Account(
            before.id(),
            before.dn(),
            before.logins(),
            before.disabled(),
            before.primaryPasswordHash(),
            appPasswords,
            before.tombstones(),
            before.attributes(),
            version.incrementAndGet());
    accounts.put(after.id(), after);
    DirectoryChange change =
        new DirectoryChange(
            after.id(), Optional.of(after), "test", after.dn(), "cn=test", after.version());
    listeners.forEach(listener -> listener.changed(change));
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
  public void subscribe(ChangeListener listener) {
    listeners.add(listener);
  }

  @Override
  public void checkReady() {
    if (down) {
      throw new DirectoryUnavailableException("down for the test");
    }
  }

  @Override
  public void recordUses(Collection<UseRecord> uses) {
    checkReady();
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
