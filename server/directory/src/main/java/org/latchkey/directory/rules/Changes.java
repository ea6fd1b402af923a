// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.rules;

import org.apache.directory.api.ldap.model.entry.Entry;
import org.apache.directory.api.ldap.model.exception.LdapException;
import org.apache.directory.api.ldap.model.name.Dn;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.audit.EntryAct;
import org.latchkey.core.directory.ChangeKind;
import org.latchkey.directory.partition.LmdbWriteTxn;
import org.latchkey.directory.schema.Oids;

/**
 * Queues the notices of each operation's changes in its own transaction, and hands the changes to
 * the feed once they are on disk.
 */
public final class Changes {
  private final Feed feed;
  private final Notices notices;

  public Changes(Feed feed, Notices notices) {
    this.feed = feed;
    this.notices = notices;
  }

  /** Where changes go. */
  @FunctionalInterface
  public interface Feed {
    /**
     * Called after the commit, in the order of the commits, on the writer's thread.
     *
     * @param version the version that the commit made
     */
    void committed(AccountId account, ChangeKind kind, String target, String by, long version);

    /** Called likewise for an entry that is neither an account nor an app password. */
    default void entryCommitted(EntryAct act, String dn, String by) {}
  }

  /** Where notices go. */
  @FunctionalInterface
  public interface Notices {
    /** Where nobody is told. */
    Notices NONE = (txn, account, kind, target, by) -> {};

    /** Called for every change, in its transaction. */
    void queue(LmdbWriteTxn txn, AccountId account, ChangeKind kind, Dn target, String by);
  }

  /** Notes what becomes of an entry that is neither an account nor an app password. */
  void noteEntry(LmdbWriteTxn txn, EntryAct act, Dn dn, String by) {
    txn.afterCommit(version -> feed.entryCommitted(act, dn.getName(), by));
  }

  void note(LmdbWriteTxn txn, Entry account, ChangeKind kind, Dn target, String by)
      throws LdapException {
    AccountId id = AccountId.of(account.get(Oids.ENTRY_UUID).getString());
    notices.queue(txn, id, kind, target, by);
    txn.afterCommit(version -> feed.committed(id, kind, target.getName(), by, version));
  }
}
