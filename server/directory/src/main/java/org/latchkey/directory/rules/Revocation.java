// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.rules;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.directory.api.ldap.model.entry.Attribute;
import org.apache.directory.api.ldap.model.entry.DefaultAttribute;
import org.apache.directory.api.ldap.model.entry.DefaultModification;
import org.apache.directory.api.ldap.model.entry.Entry;
import org.apache.directory.api.ldap.model.entry.ModificationOperation;
import org.apache.directory.api.ldap.model.entry.Value;
import org.apache.directory.api.ldap.model.exception.LdapException;
import org.apache.directory.api.ldap.model.schema.SchemaManager;
import org.apache.directory.server.core.api.interceptor.context.DeleteOperationContext;
import org.apache.directory.server.core.api.interceptor.context.ModifyOperationContext;
import org.apache.directory.server.core.api.interceptor.context.OperationContext;
import org.latchkey.core.directory.ChangeKind;
import org.latchkey.core.password.Tombstone;
import org.latchkey.directory.partition.LmdbPartition;
import org.latchkey.directory.partition.LmdbWriteTxn;
import org.latchkey.directory.schema.GeneralizedTimes;
import org.latchkey.directory.schema.Oids;
import org.latchkey.directory.schema.Tombstones;

/**
 * Takes app passwords away inside the operation that asks for it: each leaves a tombstone in its
 * account's entry, and each is told.
 */
public final class Revocation {
  private final LmdbPartition partition;
  private final SchemaManager schema;
  private final InstantSource clock;
  private final Changes changes;

  public Revocation(
      LmdbPartition partition, SchemaManager schema, InstantSource clock, Changes changes) {
    this.partition = partition;
    this.schema = schema;
    this.clock = clock;
    this.changes = changes;
  }

  /** Revokes all that an account holds, in an operation on it. */
  void revokeAll(OperationContext operation, Entry account) throws LdapException {
    List<Entry> all = partition.children(txn(operation), account.getDn());
    delete(operation, all);
    deleted(operation, account, all);
  }

  /** Deletes all that an account holds which is about to be deleted itself. */
  void deleteAll(OperationContext operation, Entry account) throws LdapException {
    List<Entry> all = partition.children(txn(operation), account.getDn());
    delete(operation, all);
    tell(operation, account, all);
  }

  /**
   * Makes room for another one: what has expired for longest gives its place.
   *
   * @return false, and nothing is done, where none of these has expired
   */
  boolean makeRoom(OperationContext operation, Entry account, List<Entry> present)
      throws LdapException {
    Optional<Entry> expired = longestExpired(present);
    if (expired.isEmpty()) {
      return false;
    }
    List<Entry> one = List.of(expired.get());
    delete(operation, one);
    deleted(operation, account, one);
    return true;
  }

  private Optional<Entry> longestExpired(List<Entry> appPasswords) throws LdapException {
    Optional<Entry> longest = Optional.empty();
    Instant earliest = clock.instant();
    for (Entry each : appPasswords) {
      Optional<Instant> expires = expiry(each);
      if (expires.isPresent() && !expires.get().isAfter(earliest)) {
        earliest = expires.get();
        longest = Optional.of(each);
      }
    }
    return longest;
  }

  private static Optional<Instant> expiry(Entry entry) throws LdapException {
    Attribute expires = entry.get(Oids.EXPIRES);
    return expires == null ? Optional.empty() : GeneralizedTimes.parse(expires.getString());
  }

  private void delete(OperationContext operation, List<Entry> appPasswords) throws LdapException {
    for (Entry each : appPasswords) {
      DeleteOperationContext delete =
          new DeleteOperationContext(operation.getSession(), each.getDn());
      delete.setTransaction(operation.getTransaction());
      partition.delete(delete);
    }
  }

  /** These have been deleted by the operation. */
  void deleted(OperationContext operation, Entry account, List<Entry> appPasswords)
      throws LdapException {
    remember(operation, account, appPasswords);
    tell(operation, account, appPasswords);
  }

  private void tell(OperationContext operation, Entry account, List<Entry> appPasswords)
      throws LdapException {
    for (Entry each : appPasswords) {
      changes.note(
          txn(operation),
          account,
          ChangeKind.APP_PASSWORD_REVOKED,
          each.getDn(),
          Acting.who(operation));
    }
  }

  private void remember(OperationContext operation, Entry account, List<Entry> deleted)
      throws LdapException {
    List<String> tombstones = new ArrayList<>();
    Attribute present = account.get(Oids.REVOKED);
    if (present != null) {
      for (Value each : present) {
        tombstones.add(each.getString());
      }
    }
    int before = tombstones.size();
    for (Entry each : deleted) {
      if (each.get(Oids.USER_PASSWORD) != null) {
        String tag = new String(each.get(Oids.USER_PASSWORD).getBytes(), StandardCharsets.US_ASCII);
        tombstones.add(Tombstones.format(clock.instant(), tag, each.get(Oids.CN).getString()));
      }
    }
    if (tombstones.size() == before) {
      return;
    }
    tombstones.sort(null); // they begin with their time
    List<String> kept =
        tombstones.subList(Math.max(0, tombstones.size() - Tombstone.MOST), tombstones.size());
    ModifyOperationContext modify =
        new ModifyOperationContext(
            operation.getSession(),
            account.getDn(),
            List.of(
                new DefaultModification(
                    ModificationOperation.REPLACE_ATTRIBUTE,
                    new DefaultAttribute(
                        schema.lookupAttributeTypeRegistry(Oids.REVOKED),
                        kept.toArray(String[]::new)))));
    modify.setTransaction(operation.getTransaction());
    partition.modify(modify);
  }

  private static LmdbWriteTxn txn(OperationContext operation) {
    return (LmdbWriteTxn) operation.getTransaction();
  }
}
