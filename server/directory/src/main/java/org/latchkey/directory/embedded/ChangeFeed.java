// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.embedded;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.latchkey.core.account.Account;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.audit.EntryAct;
import org.latchkey.core.directory.ChangeKind;
import org.latchkey.core.directory.ChangeListener;
import org.latchkey.core.directory.DirectoryChange;
import org.latchkey.directory.rules.Changes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells every committed change, with the account as it is after it, to all that listen. */
final class ChangeFeed implements Changes.Feed {
  private static final Logger log = LoggerFactory.getLogger(ChangeFeed.class);

  private final List<ChangeListener> listeners = new CopyOnWriteArrayList<>();
  private final List<EntryListener> entryListeners = new CopyOnWriteArrayList<>();
  private final Snapshots snapshots;

  /** Reads accounts as they are now. */
  interface Snapshots {
    Optional<Account> find(AccountId id);
  }

  ChangeFeed(Snapshots snapshots) {
    this.snapshots = snapshots;
  }

  void subscribe(ChangeListener listener) {
    listeners.add(listener);
  }

  void onEntryChange(EntryListener listener) {
    entryListeners.add(listener);
  }

  @Override
  public void entryCommitted(EntryAct act, String dn, String by) {
    for (EntryListener listener : entryListeners) {
      try {
        listener.changed(act, dn, by);
      } catch (RuntimeException e) {
        log.error("event=change-listener-failed what={} dn={}", act.id(), dn, e);
      }
    }
  }

  @Override
  public void committed(
      AccountId account, ChangeKind kind, String target, String by, long version) {
    DirectoryChange change = new DirectoryChange(account, now(account), kind, target, by, version);
    for (ChangeListener listener : listeners) {
      try {
        listener.changed(change);
      } catch (RuntimeException e) {
        log.error("event=change-listener-failed what={} account={}", kind.id(), account, e);
      }
    }
  }

  /** What can't be read is told as gone: better signed out for nothing than not at all. */
  private Optional<Account> now(AccountId account) {
    try {
      return snapshots.find(account);
    } catch (RuntimeException e) {
      log.error("event=changed-account-unreadable account={}", account, e);
      return Optional.empty();
    }
  }
}
