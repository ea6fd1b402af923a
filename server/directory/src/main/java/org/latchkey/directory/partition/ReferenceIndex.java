// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.partition;

import java.io.IOException;
import org.apache.directory.api.ldap.model.entry.Attribute;
import org.apache.directory.api.ldap.model.exception.LdapException;
import org.apache.directory.api.ldap.model.exception.LdapOtherException;

/** The index of groups by the names of their members, where it isn't complete yet. */
public final class ReferenceIndex {
  private ReferenceIndex() {}

  /** Indexes, once, the groups that were there before the index was. */
  public static void complete(LmdbPartition partition) throws LdapException {
    if (partition.read(EntryTree::hasReferences)) {
      return;
    }
    try (LmdbWriteTxn txn = partition.beginWriteTransaction()) {
      EntryTree tree = txn.tree();
      for (long id : tree.ids()) {
        for (Attribute each : partition.load(tree, id)) {
          if (References.isMember(each.getAttributeType().getOid())) {
            tree.indexMore(id, partition.codec().references(each));
          }
        }
      }
      tree.referencesAreIndexed();
      txn.commit();
    } catch (IOException e) {
      throw new LdapOtherException(String.valueOf(e.getMessage()), e);
    }
  }
}
