// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.ldap;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.latchkey.adapters.ldap.VisibleEntries.Place;
import org.latchkey.adapters.ldap.schema.AttributeType;
import org.latchkey.adapters.ldap.schema.DistinguishedName;
import org.latchkey.adapters.ldap.schema.LdapSchema;
import org.latchkey.adapters.ldap.schema.MatchingRule;
import org.latchkey.core.ldapguard.BerReader;
import org.latchkey.core.ldapguard.LdapOperation;

/** Answers compare requests (RFC 4511 §4.10), of what may be seen. */
final class CompareDialogue {
  private CompareDialogue() {}

  /**
   * Answers one.
   *
   * @param compare before the entry's name
   * @throws RefusedException where the name is malformed
   */
  static Answer answer(BerReader compare, VisibleEntries visible) {
    DistinguishedName name =
        DistinguishedName.parse(compare.next(BerReader.OCTET_STRING).octets())
            .orElseThrow(() -> new RefusedException(ResultCode.INVALID_DN_SYNTAX));
    BerReader assertion = compare.next(BerReader.SEQUENCE).inside();
    byte[] description = assertion.next(BerReader.OCTET_STRING).octets();
    Optional<String> value = FilterDecoder.text(assertion.next(BerReader.OCTET_STRING));
    return switch (visible.find(name)) {
      case Place.Seen(LdapEntry entry) ->
          to(compared(entry, new String(description, StandardCharsets.ISO_8859_1), value));
      case Place.Nothing(String matched) -> Answer.noSuchObject(LdapOperation.COMPARE, matched);
      case Place.Above _, Place.NotAllowed _ -> to(ResultCode.INSUFFICIENT_ACCESS_RIGHTS);
    };
  }

  private static Answer to(ResultCode code) {
    return Answer.to(LdapOperation.COMPARE, code);
  }

  private static ResultCode compared(LdapEntry entry, String description, Optional<String> value) {
    LdapSchema schema = LdapSchema.get();
    Optional<AttributeType> type = schema.attributeType(description);
    if (type.isEmpty()) {
      return ResultCode.UNDEFINED_ATTRIBUTE_TYPE;
    }
    if (LdapEntry.isSecret(type.get())) {
      return ResultCode.INSUFFICIENT_ACCESS_RIGHTS;
    }
    Optional<MatchingRule> rule = type.get().equality();
    if (rule.isEmpty()) {
      return ResultCode.INAPPROPRIATE_MATCHING;
    }
    List<String> values = entry.compared(type.get());
    Optional<Boolean> equal =
        value.flatMap(text -> rule.get().any(values, text, schema, order -> order == 0));
    if (equal.isEmpty()) {
      return ResultCode.INVALID_ATTRIBUTE_SYNTAX;
    }
    if (values.isEmpty()) {
      return ResultCode.NO_SUCH_ATTRIBUTE;
    }
    return equal.get() ? ResultCode.COMPARE_TRUE : ResultCode.COMPARE_FALSE;
  }
}
