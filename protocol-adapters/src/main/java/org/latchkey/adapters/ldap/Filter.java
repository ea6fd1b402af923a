// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.ldap;

import java.util.List;
import java.util.Optional;
import org.latchkey.adapters.ldap.schema.Substrings;

/** A search filter (RFC 4511 §4.5.1.7); attributes and rules are as the client spells them. */
sealed interface Filter {
  /** All of these; true where there are none (RFC 4526). */
  record And(List<Filter> filters) implements Filter {
    public And {
      filters = List.copyOf(filters);
    }
  }

  /** Any of these; false where there are none (RFC 4526). */
  record Or(List<Filter> filters) implements Filter {
    public Or {
      filters = List.copyOf(filters);
    }
  }

  record Not(Filter filter) implements Filter {}

  record Present(String attribute) implements Filter {}

  /** An equality, or an approximate match, which is none other here (RFC 4511 §4.5.1.7.6). */
  record Equality(String attribute, String value) implements Filter {}

  record AtLeast(String attribute, String value) implements Filter {}

  record AtMost(String attribute, String value) implements Filter {}

  record Contains(String attribute, Substrings parts) implements Filter {}

  /**
   * An extensible match (RFC 4511 §4.5.1.7.7).
   *
   * @param rule empty means the attribute's own equality rule
   * @param attribute empty means every attribute that the rule is for
   * @param dnAttributes whether the entry's DN counts too
   */
  record Extensible(
      Optional<String> rule, Optional<String> attribute, String value, boolean dnAttributes)
      implements Filter {}

  /** What can't be decided: a value that isn't UTF-8, a filter of a kind that isn't known. */
  record Undecided() implements Filter {}
}
