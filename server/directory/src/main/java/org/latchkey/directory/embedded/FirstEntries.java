// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.embedded;

import java.util.ArrayList;
import java.util.List;
import org.apache.directory.api.ldap.model.entry.DefaultEntry;
import org.apache.directory.api.ldap.model.entry.Entry;
import org.apache.directory.api.ldap.model.exception.LdapException;
import org.apache.directory.api.ldap.model.exception.LdapInvalidDnException;
import org.apache.directory.api.ldap.model.name.Dn;
import org.apache.directory.api.ldap.model.name.Rdn;
import org.apache.directory.api.ldap.model.schema.SchemaManager;
import org.latchkey.core.account.Service;

/** What a fresh directory holds: the base, the people, a view for each service, the admins. */
final class FirstEntries {
  private FirstEntries() {}

  /**
   * @throws LdapInvalidDnException when the base is named by an attribute that has no entry class
   */
  static List<Entry> of(SchemaManager schema, Dn base, String adminDn) throws LdapException {
    List<Entry> entries = new ArrayList<>();
    entries.add(base(schema, base));
    entries.add(unit(schema, base, "people"));
    entries.add(unit(schema, base, "groups"));
    entries.add(unit(schema, base, "services"));
    Dn services = base.add(new Rdn(schema, "ou", "services"));
    for (Service service : Service.ofClients()) {
      entries.add(unit(schema, services, service.id()));
    }
    Dn admins = base.add(new Rdn(schema, "ou", "groups")).add(new Rdn(schema, "cn", "admins"));
    entries.add(
        new DefaultEntry(
            schema,
            admins,
            "objectClass: top",
            "objectClass: groupOfNames",
            "cn: admins",
            "member: " + adminDn));
    return entries;
  }

  private static Entry base(SchemaManager schema, Dn base) throws LdapException {
    String type = base.getRdn().getAva().getAttributeType().getName();
    String value = base.getRdn().getValue();
    return switch (type) {
      case "dc" ->
          new DefaultEntry(schema, base, "objectClass: top", "objectClass: domain", "dc: " + value);
      case "o" ->
          new DefaultEntry(
              schema, base, "objectClass: top", "objectClass: organization", "o: " + value);
      case "ou" -> unit(schema, base.getParent(), value);
      default -> throw new LdapInvalidDnException("the base begins with dc=, o= or ou=");
    };
  }

  private static Entry unit(SchemaManager schema, Dn parent, String name) throws LdapException {
    return new DefaultEntry(
        schema,
        parent.add(new Rdn(schema, "ou", name)),
        "objectClass: top",
        "objectClass: organizationalUnit",
        "ou: " + name);
  }
}
