// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.testing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.latchkey.core.account.Account;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.directory.ChangeKind;
import org.latchkey.core.directory.ChangeListener;
import org.latchkey.core.directory.DirectoryChange;
import org.latchkey.core.directory.DirectoryRefusalException;
import org.latchkey.core.directory.DirectoryStore;
import org.latchkey.core.directory.UseRecord;
import org.latchkey.core.factor.EnrolledFactors;
import org.latchkey.core.password.AppPassword;
import org.latchkey.core.password.AppPasswordDraft;
import org.latchkey.core.password.AppPasswordId;
import org.latchkey.core.password.Tag;
import org.latchkey.core.password.Tombstone;

/**
 * A directory in memory. Every change raises the version of its account and is told to the
 * listeners before its method returns. A test can make reads fail, or do something between a read
 * and its return, which is where races live.
 */
public final class FakeDirectoryStore implements DirectoryStore {
  private final Map<AccountId, Account> accounts = new HashMap<>();
  private final List<ChangeListener> listeners = new CopyOnWriteArrayList<>();
  private final Set<AccountId> admins = new HashSet<>();
  private long version = 100;
  private int lookUps;
  private @Nullable RuntimeException failure;
  private Runnable afterRead = () -> {};
  private Runnable duringWrite = () -> {};
  private final List<Collection<UseRecord>> writtenUses = new ArrayList<>();

  /** Puts an account there without telling anybody; its version is the directory's. */
  public synchronized Account hold(Account account) {
    Account held = AccountBuilder.like(account).version(version).build();
    accounts.put(held.id(), held);
    return held;
  }

  /** Makes an account one of the admins. */
  public synchronized void makeAdmin(AccountId account) {
    admins.add(account);
  }

  /** From now on every call fails like this; null ends it. */
  public synchronized void failWith(@Nullable RuntimeException thrown) {
    failure = thrown;
  }

  /** Runs once, after the next read has its answer and before it returns it. */
  public synchronized void afterNextRead(Runnable action) {
    afterRead = action;
  }

  /** Runs once, while the next last uses are written. */
  public synchronized void duringNextWrite(Runnable action) {
    duringWrite = action;
  }

  /** How often an account was looked up. */
  public synchronized int lookUps() {
    return lookUps;
  }

  /** The batches of last uses that were written. */
  public synchronized List<Collection<UseRecord>> writtenUses() {
    return List.copyOf(writtenUses);
  }

  /** Replaces an account and tells of it. */
  public Account change(AccountId id, UnaryOperator<Account> edit) {
    DirectoryChange change;
    synchronized (this) {
      Account edited = edit.apply(present(id));
      version++;
      Account now = AccountBuilder.like(edited).version(version).build();
      accounts.put(id, now);
      change =
          new DirectoryChange(
              id, Optional.of(now), ChangeKind.ACCOUNT_CHANGED, now.dn(), "cn=test", version);
    }
    listeners.forEach(listener -> listener.changed(change));
    return change.now().orElseThrow();
  }

  public void disable(AccountId id) {
    setDisabled(id, true, "cn=test");
  }

  public void delete(AccountId id) {
    DirectoryChange change;
    synchronized (this) {
      Account gone = present(id);
      accounts.remove(id);
      version++;
      change =
          new DirectoryChange(
              id, Optional.empty(), ChangeKind.ACCOUNT_DELETED, gone.dn(), "cn=test", version);
    }
    listeners.forEach(listener -> listener.changed(change));
  }

  @Override
  public Optional<Account> findByLogin(String login) {
    return read(account -> account.logins().contains(login));
  }

  @Override
  public Optional<Account> find(AccountId id) {
    return read(account -> account.id().equals(id));
  }

  private Optional<Account> read(Predicate<Account> wanted) {
    Optional<Account> found;
    Runnable then;
    synchronized (this) {
      lookUps++;
      failIfToldTo();
      found = accounts.values().stream().filter(wanted).findAny();
      then = afterRead;
      afterRead = () -> {};
    }
    then.run();
    return found;
  }

  @Override
  public AppPasswordId addAppPassword(
      AccountId account, AppPasswordDraft draft, Tag tag, String by) {
    AppPasswordId id = new AppPasswordId(UUID.randomUUID());
    change(
        account,
        old -> {
          failIfToldTo();
          List<AppPassword> all = new ArrayList<>(old.appPasswords());
          all.add(drafted(id, draft, Optional.of(tag), by));
          return AccountBuilder.like(old).appPasswords(all).build();
        });
    return id;
  }

  @Override
  public void replaceSecret(AccountId account, AppPasswordId id, Tag tag, String by) {
    replace(
        account, id, old -> AppPasswordBuilder.like(old).tag(tag).secretMade(Example.NOW).build());
  }

  @Override
  public void changeAppPassword(
      AccountId account, AppPasswordId id, AppPasswordDraft draft, String by) {
    replace(account, id, old -> drafted(id, draft, old.tag(), by));
  }

  private void replace(AccountId account, AppPasswordId id, UnaryOperator<AppPassword> edit) {
    change(
        account,
        old -> {
          failIfToldTo();
          if (old.appPassword(id).isEmpty()) {
            throw new DirectoryRefusalException(
                DirectoryRefusalException.Kind.NOT_FOUND, "there is no such app password");
          }
          List<AppPassword> all =
              old.appPasswords().stream()
                  .map(each -> each.id().equals(id) ? edit.apply(each) : each)
                  .toList();
          return AccountBuilder.like(old).appPasswords(all).build();
        });
  }

  @Override
  public void revoke(AccountId account, Set<AppPasswordId> ids, String by) {
    change(
        account,
        old -> {
          failIfToldTo();
          List<AppPassword> kept = new ArrayList<>();
          List<Tombstone> tombstones = new ArrayList<>(old.tombstones());
          for (AppPassword each : old.appPasswords()) {
            if (ids.contains(each.id())) {
              each.tag()
                  .ifPresent(tag -> tombstones.add(new Tombstone(tag, each.label(), Example.NOW)));
            } else {
              kept.add(each);
            }
          }
          return AccountBuilder.like(old).appPasswords(kept).tombstones(tombstones).build();
        });
  }

  @Override
  public int revokeAll(AccountId account, String by) {
    List<AppPassword> all;
    synchronized (this) {
      all = present(account).appPasswords();
    }
    revoke(account, Set.copyOf(all.stream().map(AppPassword::id).toList()), by);
    return all.size();
  }

  @Override
  public void replacePrimaryPassword(AccountId account, String hash, String by) {
    if (find(account).flatMap(Account::primaryPasswordHash).isPresent()) {
      revokeAll(account, by);
    }
  }

  @Override
  public boolean replaceFactors(
      AccountId account, EnrolledFactors read, EnrolledFactors now, String by) {
    DirectoryChange change;
    synchronized (this) {
      failIfToldTo();
      Account old = present(account);
      if (!old.factors().equals(read)) {
        return false;
      }
      version++;
      Account changed = AccountBuilder.like(old).factors(now).version(version).build();
      accounts.put(account, changed);
      change =
          new DirectoryChange(
              account,
              Optional.of(changed),
              ChangeKind.SECOND_FACTOR_ENROLLED,
              old.dn(),
              by,
              version);
    }
    listeners.forEach(listener -> listener.changed(change));
    return true;
  }

  @Override
  public void setDisabled(AccountId account, boolean disabled, String by) {
    change(
        account,
        old -> {
          failIfToldTo();
          return AccountBuilder.like(old).disabled(disabled).build();
        });
  }

  @Override
  public synchronized boolean isAdmin(AccountId account) {
    failIfToldTo();
    return admins.contains(account);
  }

  @Override
  public synchronized void recordUses(Collection<UseRecord> uses) {
    failIfToldTo();
    writtenUses.add(List.copyOf(uses));
    Runnable then = duringWrite;
    duringWrite = () -> {};
    then.run();
  }

  @Override
  public void subscribe(ChangeListener listener) {
    listeners.add(listener);
  }

  @Override
  public synchronized void checkReady() {
    failIfToldTo();
  }

  private synchronized void failIfToldTo() {
    if (failure != null) {
      throw failure;
    }
  }

  private Account present(AccountId id) {
    Account account = accounts.get(id);
    if (account == null) {
      throw new DirectoryRefusalException(
          DirectoryRefusalException.Kind.NOT_FOUND, "there is no such account");
    }
    return account;
  }

  private static AppPassword drafted(
      AppPasswordId id, AppPasswordDraft draft, Optional<Tag> tag, String by) {
    return new AppPassword(
        id,
        draft.label(),
        draft.services(),
        tag,
        Example.MADE,
        draft.expires(),
        draft.networks(),
        draft.idleLimit(),
        Example.MADE,
        by,
        Optional.empty());
  }
}
