// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.rules;

import java.util.Iterator;
import java.util.Set;
import org.apache.directory.api.ldap.model.entry.Entry;
import org.apache.directory.api.ldap.model.exception.LdapException;
import org.apache.directory.api.ldap.model.filter.BranchNode;
import org.apache.directory.api.ldap.model.filter.ExprNode;
import org.apache.directory.api.ldap.model.filter.LeafNode;
import org.apache.directory.api.ldap.model.schema.AttributeType;
import org.apache.directory.api.ldap.model.schema.SchemaManager;
import org.apache.directory.api.ldap.model.schema.registries.AttributeTypeRegistry;
import org.latchkey.directory.schema.Oids;

/** The attributes that no client reads, in no entry, and asks nothing about, in no filter. */
final class Hidden {
  private static final Set<String> OIDS =
      Set.of(
          Oids.USER_PASSWORD,
          Oids.REVOKED,
          Oids.UPSTREAM_SECRET,
          Oids.TOTP,
          Oids.RECOVERY_CODE,
          Oids.PRIVATE_KEY,
          Oids.PASSWORD_HISTORY);

  private Hidden() {}

  static boolean is(AttributeType type) {
    return OIDS.contains(type.getOid());
  }

  /** Whether a filter asks about one, by whatever name, alone or by a type above it. */
  static boolean isAskedAbout(SchemaManager schema, ExprNode filter) throws LdapException {
    if (filter instanceof BranchNode branch) {
      for (ExprNode child : branch.getChildren()) {
        if (isAskedAbout(schema, child)) {
          return true;
        }
      }
      return false;
    }
    return filter instanceof LeafNode leaf && isAskedAbout(schema, leaf);
  }

  private static boolean isAskedAbout(SchemaManager schema, LeafNode leaf) throws LdapException {
    AttributeTypeRegistry types = schema.getAttributeTypeRegistry();
    AttributeType type = leaf.getAttributeType();
    if (type == null && leaf.getAttribute() != null) {
      String name = leaf.getAttribute().split(";", 2)[0];
      type = types.contains(name) ? schema.lookupAttributeTypeRegistry(name) : null;
    }
    if (type == null) {
      return false; // undefined, whatever is stored
    }
    if (is(type)) {
      return true;
    }
    if (types.hasDescendants(type)) {
      for (Iterator<AttributeType> each = types.descendants(type); each.hasNext(); ) {
        if (is(each.next())) {
          return true;
        }
      }
    }
    return false;
  }

  /** Takes them out of an entry that is about to leave. */
  static void strip(Entry entry) {
    entry.getAttributes().stream()
        .map(each -> each.getAttributeType())
        .filter(type -> type != null && is(type))
        .toList()
        .forEach(entry::removeAttributes);
  }
}
