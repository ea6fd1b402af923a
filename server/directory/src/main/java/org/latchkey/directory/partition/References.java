// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.partition;

import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.directory.api.ldap.model.entry.Value;
import org.apache.directory.api.ldap.model.exception.LdapInvalidDnException;
import org.apache.directory.api.ldap.model.name.Dn;
import org.apache.directory.api.ldap.model.schema.SchemaManager;
import org.latchkey.directory.schema.Oids;

/** The names that the members of groups are given by: member, uniqueMember. */
public final class References {
  /** What an index key of a reference begins with, in an OID's place. */
  static final String INDEX = "references";

  /** A uniqueMember may end in a bit string (RFC 4517 §3.3.21). */
  private static final Pattern UNIQUE_IDENTIFIER = Pattern.compile("#'[01]*'B$");

  private References() {}

  /** Whether the attribute type's values are members. */
  public static boolean isMember(String oid) {
    return oid.equals(Oids.MEMBER) || oid.equals(Oids.UNIQUE_MEMBER);
  }

  /** The DN that a member is; empty when it is none. */
  public static Optional<Dn> dn(SchemaManager schema, String member) {
    try {
      String name = UNIQUE_IDENTIFIER.matcher(member).replaceFirst("");
      return Optional.of(new Dn(schema, name));
    } catch (LdapInvalidDnException e) {
      return Optional.empty();
    }
  }

  static Optional<Dn> dn(SchemaManager schema, Value member) {
    String text = member.getString();
    return text == null ? Optional.empty() : dn(schema, text);
  }

  /** The same member by another name, what stands behind its old one kept. */
  public static String renamed(String member, Dn now) {
    var behind = UNIQUE_IDENTIFIER.matcher(member);
    return behind.find() ? now.getName() + behind.group() : now.getName();
  }
}
