// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.ldap;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.latchkey.adapters.ldap.schema.AttributeType;
import org.latchkey.adapters.ldap.schema.LdapSchema;

/**
 * Which attributes a search asks for (RFC 4511 §4.5.1.8): some by name or OID, each with its
 * subtypes; {@code *} or none for the user attributes; {@code +} for the operational ones (RFC
 * 3673); {@code @class} for all that a class allows (RFC 4529); {@code 1.1} for none.
 */
final class AttributeSelection {
  private static final String ALL_USER = "*";
  private static final String ALL_OPERATIONAL = "+";
  private static final String OF_CLASS = "@";

  private final Set<AttributeType> types = new HashSet<>();
  private final boolean user;
  private final boolean operational;

  AttributeSelection(List<String> asked) {
    LdapSchema schema = LdapSchema.get();
    user = asked.isEmpty() || asked.contains(ALL_USER);
    operational = asked.contains(ALL_OPERATIONAL);
    for (String each : asked) {
      if (each.startsWith(OF_CLASS)) {
        types.addAll(schema.attributesOf(each.substring(OF_CLASS.length())));
      } else {
        schema.attributeType(each).ifPresent(types::add);
      }
    }
  }

  Map<String, List<String>> of(LdapEntry entry) {
    Map<String, List<String>> selected = new LinkedHashMap<>();
    entry
        .attributes()
        .forEach(
            (type, values) -> {
              if (isSelected(type)) {
                selected.put(type.name(), values);
              }
            });
    return selected;
  }

  private boolean isSelected(AttributeType type) {
    return (type.operational() ? operational : user)
        || types.stream().anyMatch(type::isOrDerivesFrom);
  }
}
