// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.partition;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.directory.api.ldap.model.entry.Value;
import org.apache.directory.api.ldap.model.exception.LdapException;
import org.apache.directory.api.ldap.model.exception.LdapInvalidAttributeValueException;
import org.apache.directory.api.ldap.model.schema.AttributeType;
import org.apache.directory.api.ldap.model.schema.SchemaManager;
import org.latchkey.directory.schema.Oids;

/** Finds entries by login name, through the indexes of uid and mail. */
final class Logins {
  private final List<AttributeType> types;

  Logins(SchemaManager schema) throws LdapException {
    types =
        List.of(
            schema.lookupAttributeTypeRegistry(Oids.UID),
            schema.lookupAttributeTypeRegistry(Oids.MAIL));
  }

  List<Long> find(EntryTree tree, String login) {
    Set<Long> ids = new LinkedHashSet<>();
    for (AttributeType type : types) {
      ids.addAll(find(tree, type, login));
    }
    return List.copyOf(ids);
  }

  private static List<Long> find(EntryTree tree, AttributeType type, String login) {
    try {
      return tree.indexed(type.getOid(), EntryCodec.normalised(new Value(type, login)));
    } catch (LdapInvalidAttributeValueException e) {
      return List.of(); // the attribute's syntax can't hold such a name, so nobody has it there
    }
  }
}
