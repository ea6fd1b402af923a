// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.ldap;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.latchkey.core.account.Account;

/**
 * An entry as its reader may see it.
 *
 * @param attributes attribute description to values, in the order in which they are sent
 * @param operational those that are sent only when asked for (RFC 4512 §3.4)
 */
record LdapEntry(
    String dn, Map<String, List<String>> attributes, Map<String, List<String>> operational) {

  /** Never shown, and no filter on it ever matches, whatever the directory hands out. */
  static final String USER_PASSWORD = "userPassword";

  /** An account's own entry under the DN that it is bound by. */
  static LdapEntry of(Account account, String dn) {
    Map<String, List<String>> shown = new LinkedHashMap<>(account.attributes());
    shown.keySet().removeIf(LdapEntry::isSecret);
    return new LdapEntry(
        dn, shown, Map.of("entryDN", List.of(dn), "entryUUID", List.of(account.id().toString())));
  }

  /** Whether an attribute description is of the password, whatever its case and options. */
  static boolean isSecret(String description) {
    int options = description.indexOf(';');
    String type = options < 0 ? description : description.substring(0, options);
    return type.equalsIgnoreCase(USER_PASSWORD) || type.equals("2.5.4.35");
  }

  /** The values of an attribute, its name in any case; empty where it has none. */
  Optional<List<String>> values(String description) {
    return values(attributes, description).or(() -> values(operational, description));
  }

  private static Optional<List<String>> values(
      Map<String, List<String>> attributes, String description) {
    for (Map.Entry<String, List<String>> each : attributes.entrySet()) {
      if (each.getKey().equalsIgnoreCase(description)) {
        return Optional.of(each.getValue());
      }
    }
    return Optional.empty();
  }
}
