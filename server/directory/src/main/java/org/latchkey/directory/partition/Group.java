// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.partition;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.directory.api.ldap.model.exception.LdapException;
import org.apache.directory.api.ldap.model.name.Dn;
import org.apache.directory.api.ldap.model.schema.SchemaManager;
import org.apache.directory.server.core.api.partition.PartitionTxn;
import org.latchkey.directory.schema.Oids;

/**
 * One group, whose members are entries: those that its values name now, however they spell it. A
 * value that names nobody is nobody. Safe for use by many threads.
 */
public final class Group {
  private final LmdbPartition partition;
  private final SchemaManager schema;
  private final Dn dn;
  private final Dn notAnEntry;
  private volatile Members latest = new Members(List.of(), List.of());

  private record Members(List<String> texts, List<Dn> names) {}

  /**
   * @param dn the group's own name
   * @param notAnEntry a member that is meant to be no entry, even where there is one of this name
   */
  public Group(LmdbPartition partition, SchemaManager schema, Dn dn, Dn notAnEntry) {
    this.partition = partition;
    this.schema = schema;
    this.dn = dn;
    this.notAnEntry = notAnEntry;
  }

  /** Whether the entry with this id is a member. */
  public boolean has(EntryTree tree, long id) {
    try {
      for (Dn name : names(tree)) {
        OptionalLong member = partition.id(tree, name);
        if (member.isPresent() && member.getAsLong() == id) {
          return true;
        }
      }
      return false;
    } catch (LdapException e) {
      throw new IllegalStateException("the group " + dn.getName() + " can't be read", e);
    }
  }

  /** The ids of its members, as the operation's transaction has them. */
  public Set<Long> members(PartitionTxn txn) throws LdapException {
    return partition.in(
        txn,
        tree -> {
          Set<Long> ids = new HashSet<>();
          for (Dn name : names(tree)) {
            partition.id(tree, name).ifPresent(ids::add);
          }
          return ids;
        });
  }

  private List<Dn> names(EntryTree tree) throws LdapException {
    OptionalLong id = partition.id(tree, dn);
    List<String> texts = id.isEmpty() ? List.of() : tree.require(id.getAsLong()).texts(Oids.MEMBER);
    Members known = latest;
    if (!known.texts().equals(texts)) {
      known = new Members(texts, parsed(texts));
      latest = known;
    }
    return known.names();
  }

  private List<Dn> parsed(List<String> texts) {
    List<Dn> names = new ArrayList<>(texts.size());
    for (String text : texts) {
      Optional<Dn> name = References.dn(schema, text);
      name.filter(each -> !each.equals(notAnEntry)).ifPresent(names::add);
    }
    return List.copyOf(names);
  }
}
