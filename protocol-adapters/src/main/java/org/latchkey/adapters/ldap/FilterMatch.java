// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.ldap;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.latchkey.adapters.ldap.schema.AttributeType;
import org.latchkey.adapters.ldap.schema.DistinguishedName;
import org.latchkey.adapters.ldap.schema.LdapSchema;
import org.latchkey.adapters.ldap.schema.MatchingRule;

/**
 * A search filter against one entry, in three values (RFC 4511 §4.5.1.7): what isn't known, such as
 * an attribute that the schema hasn't or anything about a password, is neither true nor false, and
 * stays so under a {@code not}. Nesting is bounded by the guard.
 */
enum FilterMatch {
  TRUE,
  FALSE,
  UNDEFINED;

  static FilterMatch of(Filter filter, LdapEntry entry) {
    return switch (filter) {
      case Filter.And(List<Filter> filters) -> all(filters, entry, FALSE, TRUE);
      case Filter.Or(List<Filter> filters) -> all(filters, entry, TRUE, FALSE);
      case Filter.Not(Filter negated) -> of(negated, entry).negated();
      case Filter.Present(String attribute) ->
          known(attribute).map(type -> of(!entry.values(type).isEmpty())).orElse(UNDEFINED);
      case Filter.Equality(String attribute, String value) ->
          any(entry, attribute, AttributeType::equality, value, order -> order == 0);
      case Filter.AtLeast(String attribute, String value) ->
          any(entry, attribute, AttributeType::ordering, value, order -> order >= 0);
      case Filter.AtMost(String attribute, String value) ->
          any(entry, attribute, AttributeType::ordering, value, order -> order <= 0);
      case Filter.Contains contains ->
          known(contains.attribute())
              .flatMap(
                  type ->
                      type.substrings()
                          .flatMap(
                              rule ->
                                  rule.contains(entry.values(type), contains.parts(), schema())))
              .map(FilterMatch::of)
              .orElse(UNDEFINED);
      case Filter.Extensible extensible -> extensible(extensible, entry);
      case Filter.Undecided() -> UNDEFINED;
    };
  }

  private static LdapSchema schema() {
    return LdapSchema.get();
  }

  private static FilterMatch of(boolean match) {
    return match ? TRUE : FALSE;
  }

  /** One filter that is decisive decides; otherwise one that is undefined leaves all undefined. */
  private static FilterMatch all(
      List<Filter> filters, LdapEntry entry, FilterMatch decisive, FilterMatch otherwise) {
    FilterMatch result = otherwise;
    for (Filter each : filters) {
      FilterMatch match = of(each, entry);
      if (match == decisive) {
        return decisive;
      }
      result = match == UNDEFINED ? UNDEFINED : result;
    }
    return result;
  }

  private FilterMatch negated() {
    return switch (this) {
      case TRUE -> FALSE;
      case FALSE -> TRUE;
      case UNDEFINED -> UNDEFINED;
    };
  }

  /** The type that may be asked about; empty where it isn't known, or is nobody's to know of. */
  private static Optional<AttributeType> known(String description) {
    return schema().attributeType(description).filter(type -> !LdapEntry.isSecret(type));
  }

  private static FilterMatch any(
      LdapEntry entry,
      String attribute,
      Function<AttributeType, Optional<MatchingRule>> rule,
      String value,
      Function<Integer, Boolean> asked) {
    return known(attribute)
        .flatMap(
            type ->
                rule.apply(type)
                    .flatMap(each -> each.any(entry.compared(type), value, schema(), asked)))
        .map(FilterMatch::of)
        .orElse(UNDEFINED);
  }

  private static FilterMatch extensible(Filter.Extensible filter, LdapEntry entry) {
    Optional<AttributeType> type = filter.attribute().flatMap(FilterMatch::known);
    Optional<MatchingRule> rule =
        filter.rule().isPresent()
            ? filter.rule().flatMap(MatchingRule::of)
            : type.flatMap(AttributeType::equality);
    if (rule.isEmpty()
        || (type.isEmpty() && filter.attribute().isPresent())
        || (type.isPresent() && !rule.get().appliesTo(type.get()))) {
      return UNDEFINED;
    }
    List<String> values = new ArrayList<>();
    for (Map.Entry<AttributeType, List<String>> each : entry.attributes().entrySet()) {
      if (counts(each.getKey(), type, rule.get())) {
        values.addAll(each.getValue());
      }
    }
    if (filter.dnAttributes()) {
      values.addAll(valuesOfDn(entry, type, rule.get()));
    }
    return rule.get()
        .matches(values, filter.value(), schema())
        .map(FilterMatch::of)
        .orElse(UNDEFINED);
  }

  private static boolean counts(
      AttributeType each, Optional<AttributeType> asked, MatchingRule rule) {
    return asked.map(each::isOrDerivesFrom).orElseGet(() -> rule.appliesTo(each));
  }

  private static List<String> valuesOfDn(
      LdapEntry entry, Optional<AttributeType> asked, MatchingRule rule) {
    List<String> values = new ArrayList<>();
    DistinguishedName.parse(entry.dn()).map(DistinguishedName::rdns).orElse(List.of()).stream()
        .flatMap(rdn -> rdn.avas().stream())
        .filter(ava -> known(ava.type()).filter(type -> counts(type, asked, rule)).isPresent())
        .forEach(ava -> values.add(ava.value()));
    return values;
  }
}
