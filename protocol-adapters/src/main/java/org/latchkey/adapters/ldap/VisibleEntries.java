// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.ldap;

import java.util.Optional;
import org.latchkey.adapters.ldap.schema.DistinguishedName;
import org.latchkey.adapters.ldap.schema.LdapSchema;

/**
 * The entries that a connection may see. Anybody sees the root DSE and the schema; who is bound
 * also sees the own entry, and nothing else: not even whether there is anything else.
 *
 * @param base what everything is kept under
 * @param own the bound account's entry; empty for an anonymous client
 */
record VisibleEntries(DistinguishedName base, LdapEntry rootDse, Optional<LdapEntry> own) {
  private static final DistinguishedName SCHEMA =
      DistinguishedName.parse(Subschema.DN).orElseThrow();

  /** Where a name leads. */
  sealed interface Place {
    /** To an entry that is seen. */
    record Seen(LdapEntry entry) implements Place {}

    /**
     * To an ancestor of the own entry, which is known to be there, and isn't shown.
     *
     * @param levels how far the own entry is below it
     */
    record Above(LdapEntry own, int levels) implements Place {}

    /**
     * To nothing, as far as it is this client's to know.
     *
     * @param matched the DN of the last entry on the way there (RFC 4511 §4.1.9)
     */
    record Nothing(String matched) implements Place {}

    /** To nothing that an anonymous client may ask about. */
    record NotAllowed() implements Place {}
  }

  /** Where this name leads. */
  Place find(DistinguishedName name) {
    LdapSchema schema = LdapSchema.get();
    if (name.size() == 0) {
      return new Place.Seen(rootDse);
    }
    if (name.size() == SCHEMA.size() && name.isWithin(SCHEMA, schema)) {
      return new Place.Seen(Subschema.ENTRY);
    }
    if (own.isEmpty()) {
      return new Place.NotAllowed();
    }
    // A DN from the directory is well-formed, or shows nothing.
    Optional<DistinguishedName> dn = own.get().name();
    int common = dn.isEmpty() ? 0 : name.common(dn.get(), schema);
    if (dn.isEmpty() || common < base.size()) {
      return new Place.Nothing("");
    }
    if (common < name.size()) {
      return new Place.Nothing(
          common == dn.get().size() ? own.get().dn() : dn.get().ancestor(common).text(schema));
    }
    int levels = dn.get().size() - common;
    return levels == 0 ? new Place.Seen(own.get()) : new Place.Above(own.get(), levels);
  }
}
