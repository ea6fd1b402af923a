// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.ldap.schema;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The matching rules that this port evaluates (RFC 4517 §4.2, RFC 4530 §2.2), all of them. */
public enum MatchingRule {
  OBJECT_IDENTIFIER("2.5.13.0", "objectIdentifierMatch", "38", Kind.EQUALITY, Comparison.OID),
  DISTINGUISHED_NAME("2.5.13.1", "distinguishedNameMatch", "12", Kind.EQUALITY, Comparison.DN),
  CASE_IGNORE("2.5.13.2", "caseIgnoreMatch", "15", Kind.EQUALITY, Comparison.CASE_IGNORE),
  CASE_IGNORE_ORDERING(
      "2.5.13.3", "caseIgnoreOrderingMatch", "15", Kind.ORDERING, Comparison.CASE_IGNORE),
  CASE_IGNORE_SUBSTRINGS(
      "2.5.13.4", "caseIgnoreSubstringsMatch", "58", Kind.SUBSTRINGS, Comparison.CASE_IGNORE),
  CASE_EXACT("2.5.13.5", "caseExactMatch", "15", Kind.EQUALITY, Comparison.CASE_EXACT),
  CASE_EXACT_ORDERING(
      "2.5.13.6", "caseExactOrderingMatch", "15", Kind.ORDERING, Comparison.CASE_EXACT),
  CASE_EXACT_SUBSTRINGS(
      "2.5.13.7", "caseExactSubstringsMatch", "58", Kind.SUBSTRINGS, Comparison.CASE_EXACT),
  NUMERIC_STRING("2.5.13.8", "numericStringMatch", "36", Kind.EQUALITY, Comparison.NUMERIC),
  NUMERIC_STRING_ORDERING(
      "2.5.13.9", "numericStringOrderingMatch", "36", Kind.ORDERING, Comparison.NUMERIC),
  NUMERIC_STRING_SUBSTRINGS(
      "2.5.13.10", "numericStringSubstringsMatch", "58", Kind.SUBSTRINGS, Comparison.NUMERIC),
  CASE_IGNORE_LIST(
      "2.5.13.11", "caseIgnoreListMatch", "41", Kind.EQUALITY, Comparison.CASE_IGNORE_LIST),
  CASE_IGNORE_LIST_SUBSTRINGS(
      "2.5.13.12",
      "caseIgnoreListSubstringsMatch",
      "58",
      Kind.SUBSTRINGS,
      Comparison.CASE_IGNORE_LIST),
  BOOLEAN("2.5.13.13", "booleanMatch", "7", Kind.EQUALITY, Comparison.BOOLEAN),
  INTEGER("2.5.13.14", "integerMatch", "27", Kind.EQUALITY, Comparison.INTEGER),
  INTEGER_ORDERING("2.5.13.15", "integerOrderingMatch", "27", Kind.ORDERING, Comparison.INTEGER),
  BIT_STRING("2.5.13.16", "bitStringMatch", "6", Kind.EQUALITY, Comparison.BITS),
  OCTET_STRING("2.5.13.17", "octetStringMatch", "40", Kind.EQUALITY, Comparison.OCTETS),
  OCTET_STRING_ORDERING(
      "2.5.13.18", "octetStringOrderingMatch", "40", Kind.ORDERING, Comparison.OCTETS),
  TELEPHONE_NUMBER("2.5.13.20", "telephoneNumberMatch", "50", Kind.EQUALITY, Comparison.TELEPHONE),
  TELEPHONE_NUMBER_SUBSTRINGS(
      "2.5.13.21", "telephoneNumberSubstringsMatch", "58", Kind.SUBSTRINGS, Comparison.TELEPHONE),
  GENERALIZED_TIME("2.5.13.27", "generalizedTimeMatch", "24", Kind.EQUALITY, Comparison.TIME),
  GENERALIZED_TIME_ORDERING(
      "2.5.13.28", "generalizedTimeOrderingMatch", "24", Kind.ORDERING, Comparison.TIME),
  OBJECT_IDENTIFIER_FIRST_COMPONENT(
      "2.5.13.30",
      "objectIdentifierFirstComponentMatch",
      "38",
      Kind.EQUALITY,
      Comparison.FIRST_COMPONENT),
  CASE_EXACT_IA5(
      "1.3.6.1.4.1.1466.109.114.1",
      "caseExactIA5Match",
      "26",
      Kind.EQUALITY,
      Comparison.CASE_EXACT_IA5),
  CASE_IGNORE_IA5(
      "1.3.6.1.4.1.1466.109.114.2",
      "caseIgnoreIA5Match",
      "26",
      Kind.EQUALITY,
      Comparison.CASE_IGNORE_IA5),
  CASE_IGNORE_IA5_SUBSTRINGS(
      "1.3.6.1.4.1.1466.109.114.3",
      "caseIgnoreIA5SubstringsMatch",
      "58",
      Kind.SUBSTRINGS,
      Comparison.CASE_IGNORE_IA5),
  UUID("1.3.6.1.1.16.2", "uuidMatch", "1.3.6.1.1.16.1", Kind.EQUALITY, Comparison.UUID),
  UUID_ORDERING(
      "1.3.6.1.1.16.3", "uuidOrderingMatch", "1.3.6.1.1.16.1", Kind.ORDERING, Comparison.UUID);

  private static final Map<String, MatchingRule> BY_NAME =
      Stream.of(values())
          .flatMap(
              rule -> Stream.of(Map.entry(rule.oid, rule), Map.entry(lower(rule.ruleName), rule)))
          .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

  private final String oid;
  private final String ruleName;
  private final String syntax;
  private final Kind kind;
  private final Comparison comparison;

  /** What a rule decides. */
  enum Kind {
    EQUALITY,
    ORDERING,
    SUBSTRINGS
  }

  MatchingRule(String oid, String ruleName, String syntax, Kind kind, Comparison comparison) {
    this.oid = oid;
    this.ruleName = ruleName;
    this.syntax = syntax.contains(".") ? syntax : "1.3.6.1.4.1.1466.115.121.1." + syntax;
    this.kind = kind;
    this.comparison = comparison;
  }

  /** The rule of this name, in any case, or OID; empty where this port evaluates none such. */
  public static Optional<MatchingRule> of(String nameOrOid) {
    return Optional.ofNullable(BY_NAME.get(lower(nameOrOid)));
  }

  /** Its description (RFC 4512 §4.1.3). */
  public String description() {
    return "( %s NAME '%s' SYNTAX %s )".formatted(oid, ruleName, syntax);
  }

  /** The normal form of a value; empty where it is none of this rule. */
  Optional<String> normal(String value, LdapSchema schema) {
    return comparison.normal(value, schema);
  }

  /** Whether it may be used on attributes of this type. */
  public boolean appliesTo(AttributeType type) {
    return comparison.appliesTo(type.syntax());
  }

  /**
   * Whether a value has this relation to an assertion: a stored value that is equal, that comes
   * before it (RFC 4517 §4.2.3 and its like), or that has its parts.
   *
   * @return empty where the assertion is none of this rule
   */
  public Optional<Boolean> matches(Iterable<String> values, String assertion, LdapSchema schema) {
    return switch (kind) {
      case EQUALITY -> any(values, assertion, schema, order -> order == 0);
      case ORDERING -> any(values, assertion, schema, order -> order < 0);
      case SUBSTRINGS ->
          Substrings.parse(assertion).flatMap(parts -> contains(values, parts, schema));
    };
  }

  /** Whether the order of any of the values to an assertion is as asked for. */
  public Optional<Boolean> any(
      Iterable<String> values,
      String assertion,
      LdapSchema schema,
      Function<Integer, Boolean> asked) {
    return comparison
        .normal(assertion, schema)
        .map(
            wanted -> {
              for (String value : values) {
                Optional<String> normal = comparison.normal(value, schema);
                if (normal.isPresent()
                    && asked.apply(comparison.order().compare(normal.get(), wanted))) {
                  return true;
                }
              }
              return false;
            });
  }

  /** Whether any of the values has these parts; empty where they are none of this rule. */
  public Optional<Boolean> contains(Iterable<String> values, Substrings parts, LdapSchema schema) {
    return parts
        .normal(comparison)
        .map(
            wanted -> {
              for (String value : values) {
                Optional<String> normal = comparison.normal(value, schema);
                if (normal.isPresent() && wanted.isIn(normal.get())) {
                  return true;
                }
              }
              return false;
            });
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /** The descriptions of all, in the order of their definition. */
  public static List<String> descriptions() {
    return Stream.of(values()).map(MatchingRule::description).toList();
  }
}
