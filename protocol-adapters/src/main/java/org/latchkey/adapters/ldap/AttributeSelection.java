// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.ldap;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Which attributes a search asks for (RFC 4511 §4.5.1.8): some by name, {@code *} or none for all
 * that users made, {@code +} for the operational ones (RFC 3673), {@code 1.1} for none.
 */
final class AttributeSelection {
  private static final String ALL = "*";
  private static final String ALL_OPERATIONAL = "+";

  private final Set<String> asked = new HashSet<>();

  AttributeSelection(List<String> attributes) {
    attributes.forEach(each -> asked.add(each.toLowerCase(Locale.ROOT)));
    if (asked.isEmpty()) {
      asked.add(ALL);
    }
  }

  Map<String, List<String>> of(LdapEntry entry) {
    Map<String, List<String>> selected = new LinkedHashMap<>();
    entry.attributes().forEach((name, values) -> select(selected, name, values, ALL));
    entry.operational().forEach((name, values) -> select(selected, name, values, ALL_OPERATIONAL));
    return selected;
  }

  private void select(
      Map<String, List<String>> selected, String name, List<String> values, String wildcard) {
    if (asked.contains(wildcard) || asked.contains(name.toLowerCase(Locale.ROOT))) {
      selected.put(name, values);
    }
  }
}
