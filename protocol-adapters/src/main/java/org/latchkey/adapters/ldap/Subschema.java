// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.ldap;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.latchkey.adapters.ldap.schema.LdapSchema;
import org.latchkey.adapters.ldap.schema.MatchingRule;

/** The subschema subentry (RFC 4512 §4.2), which tells what this port knows. */
final class Subschema {
  static final String DN = "cn=schema";

  static final LdapEntry ENTRY = entry();

  private Subschema() {}

  private static LdapEntry entry() {
    LdapSchema schema = LdapSchema.get();
    Map<String, List<String>> attributes = new LinkedHashMap<>();
    attributes.put("objectClass", List.of("top", "subentry", "subschema"));
    attributes.put("cn", List.of("schema"));
    attributes.put("subtreeSpecification", List.of("{ }"));
    attributes.put("subschemaSubentry", List.of(DN));
    attributes.put("entryDN", List.of(DN));
    attributes.put("ldapSyntaxes", schema.syntaxDescriptions());
    attributes.put("matchingRules", MatchingRule.descriptions());
    attributes.put("attributeTypes", schema.attributeTypeDescriptions());
    attributes.put("objectClasses", schema.objectClassDescriptions());
    return LdapEntry.of(DN, attributes);
  }
}
