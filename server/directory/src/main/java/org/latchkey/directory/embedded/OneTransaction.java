// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.embedded;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.directory.api.ldap.model.entry.Entry;
import org.apache.directory.api.ldap.model.entry.Modification;
import org.apache.directory.api.ldap.model.exception.LdapException;
import org.apache.directory.api.ldap.model.exception.LdapOtherException;
import org.apache.directory.server.core.api.CoreSession;
import org.apache.directory.server.core.api.OperationManager;
import org.apache.directory.server.core.api.entry.ClonedServerEntry;
import org.apache.directory.server.core.api.interceptor.context.DeleteOperationContext;
import org.apache.directory.server.core.api.interceptor.context.ModifyOperationContext;
import org.latchkey.directory.partition.LmdbPartition;
import org.latchkey.directory.partition.LmdbWriteTxn;

/**
 * Looks at entries and changes them in one transaction, through every interceptor: what was looked
 * at is still so when it is changed.
 */
final class OneTransaction {
  private final LmdbPartition partition;
  private final CoreSession session;

  OneTransaction(LmdbPartition partition, CoreSession session) {
    this.partition = partition;
    this.session = session;
  }

  /** What is done in the transaction. */
  interface Work<R> {
    R in(LmdbWriteTxn txn) throws LdapException;
  }

  /** Commits when the work returns; drops everything when it throws. */
  <R> R run(Work<R> work) throws LdapException {
    OperationManager operations = session.getDirectoryService().getOperationManager();
    operations.lockWrite();
    try (LmdbWriteTxn txn = partition.beginWriteTransaction()) {
      R result = work.in(txn);
      txn.commit();
      return result;
    } catch (IOException e) {
      throw new LdapOtherException(String.valueOf(e.getMessage()), e);
    } finally {
      operations.unlockWrite();
    }
  }

  void delete(LmdbWriteTxn txn, Entry entry) throws LdapException {
    DeleteOperationContext delete = new DeleteOperationContext(session, entry.getDn());
    delete.setPartition(partition);
    delete.setTransaction(txn);
    delete.setEntry(entry);
    session.getDirectoryService().getInterceptor(delete.getNextInterceptor()).delete(delete);
  }

  void modify(LmdbWriteTxn txn, Entry entry, List<Modification> modifications)
      throws LdapException {
    ModifyOperationContext modify =
        new ModifyOperationContext(session, entry.getDn(), new ArrayList<>(modifications));
    modify.setPartition(partition);
    modify.setTransaction(txn);
    modify.setEntry(new ClonedServerEntry(entry));
    session.getDirectoryService().getInterceptor(modify.getNextInterceptor()).modify(modify);
  }
}
