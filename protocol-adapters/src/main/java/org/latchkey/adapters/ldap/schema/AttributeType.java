// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.ldap.schema;

import java.util.Optional;

/**
 * An attribute type (RFC 4512 §2.5.1), with what it inherits from its supertypes.
 *
 * @param name the name that it is shown by
 * @param supertype its direct supertype
 * @param syntax the OID of its values' syntax
 * @param operational whether it is sent only when asked for
 */
public record AttributeType(
    String oid,
    String name,
    Optional<AttributeType> supertype,
    Optional<MatchingRule> equality,
    Optional<MatchingRule> ordering,
    Optional<MatchingRule> substrings,
    String syntax,
    boolean operational) {

  /** Whether it is the other type or a subtype of it. */
  public boolean isOrDerivesFrom(AttributeType other) {
    return oid.equals(other.oid)
        || (supertype.isPresent() && supertype.get().isOrDerivesFrom(other));
  }
}
