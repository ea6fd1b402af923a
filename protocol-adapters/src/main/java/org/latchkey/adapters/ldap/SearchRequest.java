// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.ldap;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.latchkey.adapters.ldap.schema.DistinguishedName;
import org.latchkey.core.ldapguard.BerReader;
import org.latchkey.core.ldapguard.MalformedPduException;

/**
 * A search request (RFC 4511 §4.5.1). Limits of size and time aren't kept, since no search finds
 * more than one entry, nor is what to do with aliases, since there are none.
 *
 * @param attributes the attribute selectors as the client spells them
 */
record SearchRequest(
    DistinguishedName base,
    Scope scope,
    boolean typesOnly,
    Filter filter,
    List<String> attributes) {
  private static final int LAST_DEREFERENCE_POLICY = 3;

  /** How far below the base a search goes, in the order of their numbers. */
  enum Scope {
    OBJECT,
    ONE_LEVEL,
    SUBTREE
  }

  SearchRequest {
    attributes = List.copyOf(attributes);
  }

  /**
   * Reads one.
   *
   * @param operation before its first part
   * @throws RefusedException where a part is of no meaning
   * @throws MalformedPduException where it is no search request
   */
  static SearchRequest decode(BerReader operation) {
    byte[] baseObject = operation.next(BerReader.OCTET_STRING).octets();
    int scope = number(operation.next(BerReader.ENUMERATED), Scope.values().length - 1);
    int _ = number(operation.next(BerReader.ENUMERATED), LAST_DEREFERENCE_POLICY);
    int _ = number(operation.next(BerReader.INTEGER), Integer.MAX_VALUE);
    int _ = number(operation.next(BerReader.INTEGER), Integer.MAX_VALUE);
    boolean typesOnly = operation.next(BerReader.BOOLEAN).truth();
    Filter filter = FilterDecoder.decode(operation);
    List<String> attributes = new ArrayList<>();
    BerReader selectors = operation.next(BerReader.SEQUENCE).inside();
    while (selectors.hasNext()) {
      byte[] selector = selectors.next(BerReader.OCTET_STRING).octets();
      attributes.add(new String(selector, StandardCharsets.ISO_8859_1));
    }
    if (operation.hasNext()) {
      throw new MalformedPduException("octets behind the search request");
    }
    DistinguishedName base =
        DistinguishedName.parse(baseObject)
            .orElseThrow(() -> new RefusedException(ResultCode.INVALID_DN_SYNTAX));
    return new SearchRequest(base, Scope.values()[scope], typesOnly, filter, attributes);
  }

  /** The present element's value, which is 0 to {@code most}. */
  private static int number(BerReader at, int most) {
    int number;
    try {
      number = at.number();
    } catch (MalformedPduException e) {
      throw new RefusedException(ResultCode.PROTOCOL_ERROR);
    }
    if (number > most) {
      throw new RefusedException(ResultCode.PROTOCOL_ERROR);
    }
    return number;
  }
}
