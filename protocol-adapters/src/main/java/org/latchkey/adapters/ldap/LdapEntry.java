// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.ldap;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.latchkey.adapters.ldap.schema.AttributeType;
import org.latchkey.adapters.ldap.schema.DistinguishedName;
import org.latchkey.adapters.ldap.schema.LdapSchema;
import org.latchkey.core.account.Account;

/**
 * An entry as its reader may see it.
 *
 * @param attributes in the order in which they are sent
 */
record LdapEntry(String dn, Map<AttributeType, List<String>> attributes) {
  /** Never shown, and no filter on them ever matches, whatever the directory hands out. */
  private static final Set<AttributeType> SECRET =
      Stream.of(
              "userPassword",
              "latchkeyRevoked",
              "latchkeyUpstream",
              "latchkeyUpstreamSecret",
              "latchkeyTotp",
              "latchkeyPasskey",
              "latchkeyRecoveryCode")
          .map(LdapSchema.get()::demand)
          .collect(Collectors.toUnmodifiableSet());

  private static final AttributeType OBJECT_CLASS = LdapSchema.get().demand("objectClass");
  private static final String DN_SYNTAX = "1.3.6.1.4.1.1466.115.121.1.12";

  /** An entry with these attributes, by name; one that the schema hasn't is left out. */
  static LdapEntry of(String dn, Map<String, List<String>> attributes) {
    LdapSchema schema = LdapSchema.get();
    Map<AttributeType, List<String>> known = new LinkedHashMap<>();
    attributes.forEach(
        (name, values) ->
            schema
                .attributeType(name)
                .filter(type -> !isSecret(type))
                .ifPresent(type -> known.put(type, shown(type, values))));
    return new LdapEntry(dn, known);
  }

  /** An account's own entry under the DN that it is bound by. */
  static LdapEntry of(Account account, String dn) {
    Map<String, List<String>> attributes = new LinkedHashMap<>(account.attributes());
    attributes.put("entryDN", List.of(dn));
    attributes.put("entryUUID", List.of(account.id().toString()));
    attributes.put("subschemaSubentry", List.of(Subschema.DN));
    return of(dn, attributes);
  }

  /** Names within DNs are shown by name: the directory may keep them by OID. */
  private static List<String> shown(AttributeType type, List<String> values) {
    return type.operational() && type.syntax().equals(DN_SYNTAX)
        ? values.stream().map(LdapEntry::named).toList()
        : List.copyOf(values);
  }

  private static String named(String dn) {
    return DistinguishedName.parse(dn).map(parsed -> parsed.text(LdapSchema.get())).orElse(dn);
  }

  /** Whether nobody may read this, nor ask about it. */
  static boolean isSecret(AttributeType type) {
    return SECRET.stream().anyMatch(type::isOrDerivesFrom);
  }

  /** The values of a type and of its subtypes (RFC 4512 §2.5.1); none where it has none. */
  List<String> values(AttributeType asked) {
    List<String> values = new ArrayList<>();
    attributes.forEach(
        (type, each) -> {
          if (type.isOrDerivesFrom(asked)) {
            values.addAll(each);
          }
        });
    return values;
  }

  /** The values that an assertion is compared with: an object class's superclasses count too. */
  List<String> compared(AttributeType asked) {
    List<String> values = values(asked);
    if (!asked.equals(OBJECT_CLASS)) {
      return values;
    }
    Set<String> classes = new LinkedHashSet<>();
    values.forEach(each -> classes.addAll(LdapSchema.get().superclasses(each)));
    return List.copyOf(classes);
  }

  /** Its DN, parsed; empty where the directory has none that is well-formed. */
  Optional<DistinguishedName> name() {
    return DistinguishedName.parse(dn);
  }
}
