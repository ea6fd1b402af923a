// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.directory.api.ldap.model.entry.Attribute;
import org.apache.directory.api.ldap.model.entry.DefaultAttribute;
import org.apache.directory.api.ldap.model.entry.DefaultModification;
import org.apache.directory.api.ldap.model.entry.Entry;
import org.apache.directory.api.ldap.model.entry.Modification;
import org.apache.directory.api.ldap.model.entry.ModificationOperation;
import org.apache.directory.api.ldap.model.entry.Value;
import org.apache.directory.api.ldap.model.exception.LdapException;
import org.apache.directory.api.ldap.model.name.Dn;
import org.apache.directory.api.ldap.model.schema.SchemaManager;
import org.apache.directory.server.core.api.interceptor.context.ModifyOperationContext;
import org.apache.directory.server.core.api.interceptor.context.OperationContext;
import org.latchkey.core.audit.EntryAct;
import org.latchkey.directory.partition.LmdbPartition;
import org.latchkey.directory.partition.LmdbWriteTxn;
import org.latchkey.directory.partition.References;

/**
 * The members of groups stay the entries that they were meant to be: a value follows its entry when
 * that is renamed, goes with it when it is deleted, and never begins to mean another.
 */
public final class Memberships {
  private final LmdbPartition partition;
  private final SchemaManager schema;
  private final Changes changes;
  private final Dn admin;

  /**
   * @param admin the configured admin's name, which is a member and no entry
   */
  public Memberships(LmdbPartition partition, SchemaManager schema, Changes changes, Dn admin) {
    this.partition = partition;
    this.schema = schema;
    this.changes = changes;
    this.admin = admin;
  }

  /** Refuses members that an entry didn't have before and that name no entry below the base. */
  void check(LmdbWriteTxn txn, Optional<Entry> before, Entry after) throws LdapException {
    for (Attribute members : after) {
      if (!References.isMember(members.getAttributeType().getOid())) {
        continue;
      }
      Attribute had = before.map(entry -> entry.get(members.getAttributeType())).orElse(null);
      for (Value member : members) {
        if (had == null || !had.contains(member)) {
          check(txn, member);
        }
      }
    }
  }

  private void check(LmdbWriteTxn txn, Value member) throws LdapException {
    Dn name =
        References.dn(schema, member.getString())
            .orElseThrow(() -> Refused.constraint("a member is the DN of an entry"));
    boolean ours = name.isDescendantOf(partition.getSuffixDn()) && !name.equals(admin);
    if (ours && !partition.exists(txn, name)) {
      throw Refused.constraint("a member is an entry that is there: add that first");
    }
  }

  /** An entry has just taken this name: members of this name were meant to be another. */
  void taken(LmdbWriteTxn txn, OperationContext operation, Dn name) throws LdapException {
    rewrite(txn, operation, name, Optional.empty());
  }

  /** The entry of this name has just been deleted. */
  void deleted(LmdbWriteTxn txn, OperationContext operation, Dn name) throws LdapException {
    rewrite(txn, operation, name, Optional.empty());
  }

  /** The entry has just got another name, and with it those below it. */
  void renamed(LmdbWriteTxn txn, OperationContext operation, Dn old, Dn now) throws LdapException {
    if (old.equals(now)) {
      return; // spelt otherwise: its members name it as before
    }
    taken(txn, operation, now);
    rewrite(txn, operation, old, Optional.of(now));
    for (Entry child : partition.children(txn, now)) {
      renamed(txn, operation, old.add(child.getDn().getRdn()), child.getDn());
    }
  }

  private void rewrite(LmdbWriteTxn txn, OperationContext operation, Dn old, Optional<Dn> now)
      throws LdapException {
    if (old.equals(admin)) {
      return;
    }
    for (Entry group : partition.groupsOf(txn, old)) {
      List<Modification> modifications = new ArrayList<>(1);
      for (Attribute members : group) {
        if (References.isMember(members.getAttributeType().getOid())) {
          replaced(members, old, now).ifPresent(modifications::add);
        }
      }
      if (!modifications.isEmpty()) {
        ModifyOperationContext modify =
            new ModifyOperationContext(operation.getSession(), group.getDn(), modifications);
        modify.setTransaction(txn);
        // Past the schema: the last member of a group may be the one that goes.
        partition.modify(modify);
        changes.noteEntry(txn, EntryAct.MODIFIED, group.getDn(), Acting.who(operation));
      }
    }
  }

  private Optional<Modification> replaced(Attribute members, Dn old, Optional<Dn> now)
      throws LdapException {
    Attribute kept = new DefaultAttribute(members.getUpId(), members.getAttributeType());
    boolean changed = false;
    for (Value member : members) {
      boolean same = References.dn(schema, member.getString()).filter(old::equals).isPresent();
      changed |= same;
      if (!same) {
        kept.add(member);
      } else if (now.isPresent()) {
        kept.add(References.renamed(member.getString(), now.get()));
      }
    }
    return changed
        ? Optional.of(new DefaultModification(ModificationOperation.REPLACE_ATTRIBUTE, kept))
        : Optional.empty();
  }
}
