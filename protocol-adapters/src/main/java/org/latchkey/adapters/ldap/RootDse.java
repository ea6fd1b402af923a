// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.ldap;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The root DSE (RFC 4512 §5.1): what this server is and can, for anybody to read. */
final class RootDse {
  static final String START_TLS = "1.3.6.1.4.1.1466.20037";
  static final String WHO_AM_I = "1.3.6.1.4.1.4203.1.11.3";

  /** ManageDsaIT (RFC 3296): there are no referrals, so that it is honoured by doing nothing. */
  static final String MANAGE_DSA_IT = "2.16.840.1.113730.3.4.2";

  private static final String ALL_OPERATIONAL_ATTRIBUTES = "1.3.6.1.4.1.4203.1.5.1";
  private static final String ATTRIBUTES_BY_OBJECT_CLASS = "1.3.6.1.4.1.4203.1.5.2";
  private static final String TRUE_FALSE_FILTERS = "1.3.6.1.4.1.4203.1.5.3";

  private RootDse() {}

  /**
   * The root DSE as a connection sees it.
   *
   * @param encrypted whether TLS is up
   * @param signInAllowed whether a password may be sent
   */
  static LdapEntry of(String baseDn, boolean encrypted, boolean signInAllowed) {
    Map<String, List<String>> attributes = new LinkedHashMap<>();
    attributes.put("objectClass", List.of("top"));
    attributes.put("namingContexts", List.of(baseDn));
    attributes.put("supportedLDAPVersion", List.of("3"));
    attributes.put(
        "supportedExtension", encrypted ? List.of(WHO_AM_I) : List.of(START_TLS, WHO_AM_I));
    attributes.put("supportedControl", List.of(MANAGE_DSA_IT));
    attributes.put(
        "supportedFeatures",
        List.of(ALL_OPERATIONAL_ATTRIBUTES, ATTRIBUTES_BY_OBJECT_CLASS, TRUE_FALSE_FILTERS));
    if (signInAllowed) {
      attributes.put("supportedSASLMechanisms", List.of("PLAIN"));
    }
    attributes.put("vendorName", List.of("Latchkey"));
    attributes.put("subschemaSubentry", List.of(Subschema.DN));
    return LdapEntry.of("", attributes);
  }
}
