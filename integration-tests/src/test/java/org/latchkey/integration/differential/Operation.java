// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.differential;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.SearchScope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a client asks of an LDAP server (RFC 4511 §4). Names go over the wire as they are here. */
public sealed interface Operation {

  /** Whether it may change the directory. */
  default boolean isChange() {
    return !(this instanceof Search || this instanceof Compare);
  }

  /**
   * A search.
   *
   * @param pageSize entries a page (RFC 2696); 0 asks for no pages
   */
  record Search(
      String base,
      SearchScope scope,
      Filter filter,
      List<String> attributes,
      boolean typesOnly,
      int sizeLimit,
      int pageSize,
      List<Control> controls)
      implements Operation {
    /** A search without limits and controls. */
    public Search(String base, SearchScope scope, Filter filter, List<String> attributes) {
      this(base, scope, filter, attributes, false, 0, 0, List.of());
    }
  }

  /** A compare. */
  record Compare(String dn, String attribute, String value) implements Operation {}

  /** An add. */
  record Add(String dn, List<Attribute> attributes) implements Operation {}

  /** A delete. */
  record Delete(String dn) implements Operation {}

  /** A modify. */
  record Modify(String dn, List<Modification> modifications) implements Operation {}

  /** A modify DN. */
  record ModifyDn(String dn, String newRdn, boolean deleteOldRdn, @Nullable String newSuperior)
      implements Operation {}
}
