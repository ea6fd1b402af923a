// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.metrics;

import io.micrometer.core.instrument.Timer;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.latchkey.core.account.Account;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.directory.ChangeListener;
import org.latchkey.core.directory.DirectoryStore;
import org.latchkey.core.directory.UseRecord;
import org.latchkey.core.factor.EnrolledFactors;
import org.latchkey.core.password.AppPasswordDraft;
import org.latchkey.core.password.AppPasswordId;
import org.latchkey.core.password.Tag;

/** A store whose operations are timed, whether they succeed or not. */
public final class TimedDirectoryStore implements DirectoryStore {
  private final DirectoryStore store;
  private final Timer find;
  private final Timer change;
  private final Timer recordUses;
  private final Timer checkReady;

  public TimedDirectoryStore(DirectoryStore store, Metrics metrics) {
    this.store = store;
    find = metrics.store("find");
    change = metrics.store("change");
    recordUses = metrics.store("record-uses");
    checkReady = metrics.store("check-ready");
  }

  private static <T> T timed(Timer timer, Supplier<T> operation) {
    long start = System.nanoTime();
    try {
      return operation.get();
    } finally {
      timer.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
    }
  }

  private static void run(Timer timer, Runnable operation) {
    timed(
        timer,
        () -> {
          operation.run();
          return true;
        });
  }

  @Override
  public Optional<Account> findByLogin(String login) {
    return timed(find, () -> store.findByLogin(login));
  }

  @Override
  public Optional<Account> find(AccountId id) {
    return timed(find, () -> store.find(id));
  }

  @Override
  public AppPasswordId addAppPassword(
      AccountId account, AppPasswordDraft draft, Tag tag, String by) {
    return timed(change, () -> store.addAppPassword(account, draft, tag, by));
  }

  @Override
  public void replaceSecret(AccountId account, AppPasswordId id, Tag tag, String by) {
    run(change, () -> store.replaceSecret(account, id, tag, by));
  }

  @Override
  public void changeAppPassword(
      AccountId account, AppPasswordId id, AppPasswordDraft draft, String by) {
    run(change, () -> store.changeAppPassword(account, id, draft, by));
  }

  @Override
  public void revoke(AccountId account, Set<AppPasswordId> ids, String by) {
    run(change, () -> store.revoke(account, ids, by));
  }

  @Override
  public int revokeAll(AccountId account, String by) {
    return timed(change, () -> store.revokeAll(account, by));
  }

  @Override
  public void replacePrimaryPassword(AccountId account, String hash, String by) {
    run(change, () -> store.replacePrimaryPassword(account, hash, by));
  }

  @Override
  public boolean replaceFactors(
      AccountId account, EnrolledFactors read, EnrolledFactors now, String by) {
    return timed(change, () -> store.replaceFactors(account, read, now, by));
  }

  @Override
  public void setDisabled(AccountId account, boolean disabled, String by) {
    run(change, () -> store.setDisabled(account, disabled, by));
  }

  @Override
  public boolean isAdmin(AccountId account) {
    return timed(find, () -> store.isAdmin(account));
  }

  @Override
  public void recordUses(Collection<UseRecord> uses) {
    run(recordUses, () -> store.recordUses(uses));
  }

  @Override
  public void subscribe(ChangeListener listener) {
    store.subscribe(listener);
  }

  @Override
  public void checkReady() {
    run(checkReady, store::checkReady);
  }
}
