// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.rules;

import java.util.List;
import java.util.Optional;
import org.apache.directory.api.ldap.model.entry.Entry;
import org.apache.directory.api.ldap.model.entry.Modification;
import org.apache.directory.api.ldap.model.exception.LdapException;
import org.apache.directory.api.ldap.model.message.ResultCodeEnum;
import org.apache.directory.api.ldap.model.name.Dn;
import org.apache.directory.server.core.api.interceptor.BaseInterceptor;
import org.apache.directory.server.core.api.interceptor.context.AddOperationContext;
import org.apache.directory.server.core.api.interceptor.context.DeleteOperationContext;
import org.apache.directory.server.core.api.interceptor.context.ModifyOperationContext;
import org.apache.directory.server.core.api.interceptor.context.MoveAndRenameOperationContext;
import org.apache.directory.server.core.api.interceptor.context.MoveOperationContext;
import org.apache.directory.server.core.api.interceptor.context.OperationContext;
import org.apache.directory.server.core.api.interceptor.context.RenameOperationContext;
import org.latchkey.core.audit.EntryAct;
import org.latchkey.core.directory.ChangeKind;
import org.latchkey.directory.partition.LmdbPartition;
import org.latchkey.directory.partition.LmdbWriteTxn;
import org.latchkey.directory.schema.Oids;

/**
 * The life of accounts and app passwords, at every door: it runs inside the write transaction of
 * each operation, so that what it checks can't change under it, and what it adds to an operation is
 * on disk with it or not at all. What isn't on the accounts' partition passes it by.
 */
public final class LifecycleInterceptor extends BaseInterceptor {
  private final LmdbPartition partition;
  private final AppPasswordEntries appPasswords;
  private final AccountEntries accounts;
  private final UpstreamEntries upstreams;
  private final Revocation revocation;
  private final Memberships memberships;
  private final AdminRights adminRights;
  private final Changes changes;

  /**
   * The rules it keeps, and who is told.
   *
   * @param changes hears of what was done
   */
  public record Parts(
      AppPasswordEntries appPasswords,
      AccountEntries accounts,
      UpstreamEntries upstreams,
      Revocation revocation,
      Memberships memberships,
      AdminRights adminRights,
      Changes changes) {}

  public LifecycleInterceptor(LmdbPartition partition, Parts parts) {
    super("lifecycle");
    this.partition = partition;
    this.appPasswords = parts.appPasswords();
    this.accounts = parts.accounts();
    this.upstreams = parts.upstreams();
    this.revocation = parts.revocation();
    this.memberships = parts.memberships();
    this.adminRights = parts.adminRights();
    this.changes = parts.changes();
  }

  @Override
  public void add(AddOperationContext context) throws LdapException {
    if (context.getTransaction() instanceof LmdbWriteTxn txn) {
      adminRights.watch(txn, context, () -> add(txn, context));
    } else {
      next(context);
    }
  }

  private void add(LmdbWriteTxn txn, AddOperationContext context) throws LdapException {
    Dn dn = context.getDn();
    Entry entry = context.getEntry();
    Optional<Entry> account = partition.parent(txn, dn).filter(AccountEntries::isAccount);
    boolean server = Acting.isServer(directoryService, context);
    if (AppPasswordEntries.isAppPassword(entry)) {
      Entry owner =
          account.orElseThrow(() -> Refused.unwilling("an app password belongs below an account"));
      List<Entry> present = partition.children(txn, dn.getParent());
      Optional<String> full = appPasswords.refuseOneMore(present);
      if (full.isPresent() && !revocation.makeRoom(context, owner, present)) {
        throw new Refused(ResultCodeEnum.ADMIN_LIMIT_EXCEEDED, full.get());
      }
      appPasswords.complete(entry, Acting.who(context), server);
      adminRights.check(txn, owner, Optional.empty(), entry);
      next(context);
      memberships.taken(txn, context, dn);
      changes.note(txn, owner, ChangeKind.APP_PASSWORD_ADDED, dn, Acting.who(context));
      return;
    }
    if (account.isPresent()) {
      throw Refused.unwilling("only app passwords belong below an account");
    }
    accounts.hashPassword(entry, server);
    upstreams.seal(entry);
    boolean isAccount = AccountEntries.isAccount(entry);
    if (isAccount) {
      accounts.check(txn, entry);
    }
    next(context);
    memberships.taken(txn, context, dn);
    memberships.check(txn, Optional.empty(), partition.require(txn, dn));
    if (isAccount) {
      changes.note(txn, context.getEntry(), ChangeKind.ACCOUNT_ADDED, dn, Acting.who(context));
    } else {
      changes.noteEntry(txn, EntryAct.ADDED, dn, Acting.who(context));
    }
  }

  @Override
  public void delete(DeleteOperationContext context) throws LdapException {
    if (context.getTransaction() instanceof LmdbWriteTxn txn) {
      adminRights.watch(txn, context, () -> delete(txn, context));
    } else {
      next(context);
    }
  }

  private void delete(LmdbWriteTxn txn, DeleteOperationContext context) throws LdapException {
    Dn dn = context.getDn();
    Entry entry = partition.require(txn, dn);
    if (AppPasswordEntries.isAppPassword(entry)) {
      Entry account = owner(txn, dn);
      next(context);
      memberships.deleted(txn, context, dn);
      revocation.deleted(context, account, List.of(entry));
      if (partition.children(txn, dn.getParent()).isEmpty()) {
        Dn owner = dn.getParent();
        changes.note(
            txn, account, ChangeKind.ALL_APP_PASSWORDS_REVOKED, owner, Acting.who(context));
      }
    } else if (AccountEntries.isAccount(entry)) {
      for (Entry each : partition.children(txn, dn)) {
        memberships.deleted(txn, context, each.getDn());
      }
      revocation.deleteAll(context, entry);
      next(context);
      memberships.deleted(txn, context, dn);
      changes.note(txn, entry, ChangeKind.ACCOUNT_DELETED, dn, Acting.who(context));
    } else {
      next(context);
      memberships.deleted(txn, context, dn);
      changes.noteEntry(txn, EntryAct.DELETED, dn, Acting.who(context));
    }
  }

  @Override
  public void modify(ModifyOperationContext context) throws LdapException {
    if (context.getTransaction() instanceof LmdbWriteTxn txn) {
      adminRights.watch(txn, context, () -> modify(txn, context));
    } else {
      next(context);
    }
  }

  private void modify(LmdbWriteTxn txn, ModifyOperationContext context) throws LdapException {
    Dn dn = context.getDn();
    Entry before = partition.require(txn, dn);
    boolean server = Acting.isServer(directoryService, context);
    if (AppPasswordEntries.isAppPassword(before)) {
      Entry account = owner(txn, dn);
      boolean secret = appPasswords.completeChange(context.getModItems(), server);
      next(context);
      Entry after = partition.require(txn, dn);
      appPasswords.check(after);
      adminRights.check(txn, account, Optional.of(before), after);
      ChangeKind kind = secret ? secretOf(before) : ChangeKind.APP_PASSWORD_CHANGED;
      changes.note(txn, account, kind, dn, Acting.who(context));
      return;
    }
    boolean wasAccount = AccountEntries.isAccount(before);
    boolean password = accounts.hashPassword(before, context.getModItems(), server);
    upstreams.seal(before, context.getModItems());
    next(context);
    Entry after = partition.require(txn, dn);
    memberships.check(txn, Optional.of(before), after);
    if (!wasAccount && !AccountEntries.isAccount(after)) {
      changes.noteEntry(txn, EntryAct.MODIFIED, dn, Acting.who(context));
      return;
    }
    if (AccountEntries.isAccount(after)) {
      accounts.check(txn, after);
    }
    // A first primary password changes none: what was handed out before it stays good.
    boolean changesPassword = password && before.get(Oids.USER_PASSWORD) != null;
    boolean revokesAll = changesPassword || !AccountEntries.isAccount(after);
    if (revokesAll) {
      revocation.revokeAll(context, after);
    }
    for (ChangeKind kind : AccountChange.between(before, after, password, server)) {
      changes.note(txn, after, kind, dn, Acting.who(context));
    }
  }

  private static ChangeKind secretOf(Entry before) {
    return before.get(Oids.USER_PASSWORD) == null
        ? ChangeKind.APP_PASSWORD_SECRET_MADE
        : ChangeKind.APP_PASSWORD_SECRET_REPLACED;
  }

  @Override
  public void rename(RenameOperationContext context) throws LdapException {
    if (context.getTransaction() instanceof LmdbWriteTxn txn) {
      adminRights.watch(txn, context, () -> rename(txn, context));
    } else {
      next(context);
    }
  }

  private void rename(LmdbWriteTxn txn, RenameOperationContext context) throws LdapException {
    Dn dn = context.getDn();
    Entry before = partition.require(txn, dn);
    demandMovable(txn, before, dn);
    next(context);
    Dn renamed = context.getNewDn();
    memberships.renamed(txn, context, dn, renamed);
    if (AppPasswordEntries.isAppPassword(before)) {
      appPasswords.check(partition.require(txn, renamed));
      Entry account = owner(txn, renamed);
      changes.note(txn, account, ChangeKind.APP_PASSWORD_RENAMED, renamed, Acting.who(context));
    } else {
      noteMoved(txn, context, before, renamed);
    }
  }

  @Override
  public void move(MoveOperationContext context) throws LdapException {
    if (context.getTransaction() instanceof LmdbWriteTxn txn) {
      adminRights.watch(txn, context, () -> move(txn, context));
    } else {
      next(context);
    }
  }

  private void move(LmdbWriteTxn txn, MoveOperationContext context) throws LdapException {
    Dn dn = context.getDn();
    Entry before = partition.require(txn, dn);
    demandNewSuperior(txn, before, context.getNewSuperior());
    next(context);
    Dn moved = context.getNewSuperior().add(dn.getRdn());
    memberships.renamed(txn, context, dn, moved);
    noteMoved(txn, context, before, moved);
  }

  @Override
  public void moveAndRename(MoveAndRenameOperationContext context) throws LdapException {
    if (context.getTransaction() instanceof LmdbWriteTxn txn) {
      adminRights.watch(txn, context, () -> moveAndRename(txn, context));
    } else {
      next(context);
    }
  }

  private void moveAndRename(LmdbWriteTxn txn, MoveAndRenameOperationContext context)
      throws LdapException {
    Dn dn = context.getDn();
    Entry before = partition.require(txn, dn);
    demandNewSuperior(txn, before, context.getNewSuperiorDn());
    next(context);
    Dn moved = context.getNewSuperiorDn().add(context.getNewRdn());
    memberships.renamed(txn, context, dn, moved);
    noteMoved(txn, context, before, moved);
  }

  private void demandNewSuperior(LmdbWriteTxn txn, Entry entry, Dn superior) throws LdapException {
    if (AppPasswordEntries.isAppPassword(entry)) {
      throw Refused.unwilling("an app password stays with its account");
    }
    demandMovable(txn, entry, entry.getDn());
    if (AccountEntries.isAccount(partition.require(txn, superior))) {
      throw Refused.unwilling("only app passwords belong below an account");
    }
  }

  /** An ordinary entry takes what is below it along; accounts can't change their DNs that way. */
  private void demandMovable(LmdbWriteTxn txn, Entry entry, Dn dn) throws LdapException {
    boolean ours = AccountEntries.isAccount(entry) || AppPasswordEntries.isAppPassword(entry);
    if (!ours && !partition.children(txn, dn).isEmpty()) {
      throw Refused.unwilling("an entry with entries below it stays where it is");
    }
  }

  private void noteMoved(LmdbWriteTxn txn, OperationContext context, Entry before, Dn dn)
      throws LdapException {
    Entry entry = partition.require(txn, dn);
    memberships.check(txn, Optional.of(before), entry);
    if (AccountEntries.isAccount(entry)) {
      accounts.check(txn, entry);
      changes.note(txn, entry, ChangeKind.ACCOUNT_RENAMED, dn, Acting.who(context));
    } else {
      changes.noteEntry(txn, EntryAct.RENAMED, dn, Acting.who(context));
    }
  }

  private Entry owner(LmdbWriteTxn txn, Dn appPassword) throws LdapException {
    return partition
        .parent(txn, appPassword)
        .orElseThrow(() -> Refused.unwilling("the app password has no account"));
  }

  /** Whether one of these is a change to this attribute. */
  static boolean touches(List<Modification> modifications, String oid) {
    for (Modification each : modifications) {
      if (each.getAttribute().getAttributeType().getOid().equals(oid)) {
        return true;
      }
    }
    return false;
  }
}
