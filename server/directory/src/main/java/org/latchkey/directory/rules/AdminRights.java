// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.rules;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.directory.api.ldap.model.entry.Entry;
import org.apache.directory.api.ldap.model.exception.LdapException;
import org.apache.directory.server.core.api.interceptor.context.OperationContext;
import org.latchkey.core.account.Service;
import org.latchkey.core.directory.ChangeKind;
import org.latchkey.directory.partition.Group;
import org.latchkey.directory.partition.LmdbPartition;
import org.latchkey.directory.partition.LmdbWriteTxn;
import org.latchkey.directory.schema.Names;

/** Who is an admin, followed through every operation, and what only admins may have. */
public final class AdminRights {
  private final LmdbPartition partition;
  private final Group admins;
  private final Changes changes;

  public AdminRights(LmdbPartition partition, Group admins, Changes changes) {
    this.partition = partition;
    this.admins = admins;
    this.changes = changes;
  }

  /** What an operation does. */
  interface Operation {
    void run() throws LdapException;
  }

  /** Runs an operation, and tells of each account that is an admin by it, or no longer. */
  void watch(LmdbWriteTxn txn, OperationContext context, Operation operation) throws LdapException {
    Set<Long> before = admins.members(txn);
    operation.run();
    Set<Long> after = admins.members(txn);
    tell(txn, context, without(after, before), ChangeKind.ADMIN_RIGHTS_GIVEN);
    tell(txn, context, without(before, after), ChangeKind.ADMIN_RIGHTS_TAKEN);
  }

  private static Set<Long> without(Set<Long> all, Set<Long> some) {
    Set<Long> rest = new HashSet<>(all);
    rest.removeAll(some);
    return rest;
  }

  private void tell(LmdbWriteTxn txn, OperationContext context, Set<Long> ids, ChangeKind kind)
      throws LdapException {
    for (long id : ids) {
      Optional<Entry> account = partition.entry(txn, id).filter(AccountEntries::isAccount);
      if (account.isPresent()) {
        changes.note(txn, account.get(), kind, account.get().getDn(), Acting.who(context));
      }
    }
  }

  /** Refuses an app password that becomes good for the admin port, where its owner is no admin. */
  void check(LmdbWriteTxn txn, Entry owner, Optional<Entry> before, Entry appPassword)
      throws LdapException {
    boolean becomes = isForAdmins(appPassword) && before.filter(AdminRights::isForAdmins).isEmpty();
    if (becomes && !admins.members(txn).contains(partition.requireId(txn, owner.getDn()))) {
      throw Refused.constraint("an app password for the service admin is a member of admins' only");
    }
  }

  /** Whether it is good for the admin port, where its owner is an admin. */
  static boolean isForAdmins(Entry appPassword) {
    return Services.of(appPassword.get(Names.SERVICE)).contains(Service.ADMIN);
  }
}
