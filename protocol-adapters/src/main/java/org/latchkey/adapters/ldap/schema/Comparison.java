// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.ldap.schema;

import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.latchkey.adapters.ldap.schema.StringPreparation.Part;

/**
 * How values of one kind are compared (RFC 4517 §4.2): each has a normal form, and those of equal
 * values are equal. What has none is no value of that kind.
 */
enum Comparison {
  CASE_IGNORE("15", "11", "44"),
  CASE_EXACT("15", "11", "44"),
  CASE_IGNORE_IA5("26"),
  CASE_EXACT_IA5("26"),
  CASE_IGNORE_LIST("41"),
  NUMERIC("36"),
  TELEPHONE("50"),
  INTEGER("27"),
  BOOLEAN("7"),
  TIME("24"),
  BITS("6"),
  OCTETS("40"),
  DN("12"),
  OID("38"),
  FIRST_COMPONENT("3", "16", "17", "30", "31", "35", "37", "54"),
  UUID;

  private static final String SYNTAXES = "1.3.6.1.4.1.1466.115.121.1.";
  private static final String UUID_SYNTAX = "1.3.6.1.1.16.1";
  private static final Pattern NUMBER = Pattern.compile("0|-?[1-9][0-9]*");
  private static final Pattern DIGITS = Pattern.compile("[0-9 ]+");
  private static final Pattern PRINTABLE = Pattern.compile("[A-Za-z0-9'()+,./:=? -]+");
  private static final Pattern BIT_STRING = Pattern.compile("'[01]*'B");
  private static final Pattern HEX_UUID =
      Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final Pattern FIRST = Pattern.compile("\\(\\s*([^\\s')]+).*", Pattern.DOTALL);
  private static final Pattern GENERALIZED_TIME =
      Pattern.compile(
          "(\\d{4})(\\d\\d)(\\d\\d)(\\d\\d)(?:(\\d\\d)(\\d\\d)?)?(?:[.,](\\d+))?"
              + "(?:Z|([+-])(\\d\\d)(\\d\\d)?)");

  /** Far enough before every year of four digits for a time's seconds to be positive. */
  private static final long BEFORE_ALL = 100_000_000_000L;

  @SuppressWarnings("ImmutableEnumChecker") // Set.of, which nothing changes
  private final Set<String> syntaxes;

  Comparison(String... syntaxes) {
    this.syntaxes = Set.of(syntaxes);
  }

  /** Whether values of this syntax can be compared so, which may be another's than its own. */
  boolean appliesTo(String syntax) {
    return switch (this) {
      case UUID -> syntax.equals(UUID_SYNTAX);
      case CASE_IGNORE, CASE_EXACT -> isOneOf(syntax) || TELEPHONE.isOneOf(syntax);
      default -> isOneOf(syntax);
    };
  }

  private boolean isOneOf(String syntax) {
    return syntax.startsWith(SYNTAXES) && syntaxes.contains(syntax.substring(SYNTAXES.length()));
  }

  /** The normal form of a value; empty where it is malformed. */
  Optional<String> normal(String value, LdapSchema schema) {
    return switch (this) {
      case CASE_IGNORE -> text(value, true, Part.WHOLE);
      case CASE_EXACT -> text(value, false, Part.WHOLE);
      case CASE_IGNORE_IA5 ->
          ascii(value).map(text -> StringPreparation.prepare(text, true, Part.WHOLE));
      case CASE_EXACT_IA5 ->
          ascii(value).map(text -> StringPreparation.prepare(text, false, Part.WHOLE));
      case CASE_IGNORE_LIST -> text(value.replace("$", " $ "), true, Part.WHOLE);
      case NUMERIC, TELEPHONE -> dense(value);
      case INTEGER -> Optional.of(value).filter(text -> NUMBER.matcher(text).matches());
      case BOOLEAN -> Optional.of(value).filter(text -> Set.of("TRUE", "FALSE").contains(text));
      case TIME -> time(value);
      case BITS -> Optional.of(value).filter(text -> BIT_STRING.matcher(text).matches());
      case OCTETS -> Optional.of(value);
      case DN -> DistinguishedName.parse(value).map(dn -> dn.normal(schema));
      case OID -> schema.classOid(value);
      case FIRST_COMPONENT -> {
        Matcher first = FIRST.matcher(value);
        String name = first.matches() ? first.group(1) : value;
        yield schema.classOid(name).or(() -> schema.attributeType(name).map(AttributeType::oid));
      }
      case UUID ->
          Optional.of(value.toLowerCase(Locale.ROOT))
              .filter(text -> HEX_UUID.matcher(text).matches());
    };
  }

  /** The normal form of a part of a value; empty where it can be none. */
  Optional<String> normalPart(String value, Part part) {
    return switch (this) {
      case CASE_IGNORE -> text(value, true, part);
      case CASE_EXACT -> text(value, false, part);
      case CASE_IGNORE_IA5 -> ascii(value).flatMap(ascii -> text(ascii, true, part));
      case CASE_EXACT_IA5 -> ascii(value).flatMap(ascii -> text(ascii, false, part));
      case CASE_IGNORE_LIST -> text(value.replace("$", " $ "), true, part);
      case NUMERIC, TELEPHONE -> dense(value);
      case OCTETS -> Optional.of(value);
      case INTEGER, BOOLEAN, TIME, BITS, DN, OID, FIRST_COMPONENT, UUID -> Optional.empty();
    };
  }

  /** The order of two normal forms. */
  Comparator<String> order() {
    return this == INTEGER
        ? Comparator.comparing(BigInteger::new)
        : (one, other) -> compareCodePoints(one, other);
  }

  private static int compareCodePoints(String one, String other) {
    return java.util.Arrays.compare(one.codePoints().toArray(), other.codePoints().toArray());
  }

  /** A text of at least one character, which a Directory String is (RFC 4517 §3.3.6). */
  private static Optional<String> text(String value, boolean foldCase, Part part) {
    return value.isEmpty()
        ? Optional.empty()
        : Optional.of(StringPreparation.prepare(value, foldCase, part));
  }

  private static Optional<String> ascii(String value) {
    return Optional.of(value).filter(text -> text.chars().allMatch(each -> each < 0x80));
  }

  /** Without what doesn't count: spaces, and in a telephone number hyphens. */
  private Optional<String> dense(String value) {
    Pattern allowed = this == NUMERIC ? DIGITS : PRINTABLE;
    String insignificant = this == NUMERIC ? " " : "[ -]";
    return Optional.of(value)
        .filter(text -> allowed.matcher(text).matches())
        .map(text -> text.replaceAll(insignificant, "").toLowerCase(Locale.ROOT));
  }

  /** Seconds and nanoseconds, so long that their order is that of the times (RFC 4517 §3.3.13). */
  private static Optional<String> time(String value) {
    Matcher parts = GENERALIZED_TIME.matcher(value);
    if (!parts.matches()) {
      return Optional.empty();
    }
    try {
      boolean minutes = parts.group(5) != null;
      boolean seconds = parts.group(6) != null;
      LocalDateTime local =
          LocalDateTime.of(
              number(parts, 1),
              number(parts, 2),
              number(parts, 3),
              number(parts, 4),
              number(parts, 5),
              // A leap second is the next minute's first.
              Math.min(number(parts, 6), 59));
      Duration unit =
          seconds ? Duration.ofSeconds(1) : minutes ? Duration.ofMinutes(1) : Duration.ofHours(1);
      LocalDateTime exact = local.plusNanos((long) (fraction(parts.group(7)) * unit.toNanos()));
      int offset = number(parts, 9) * 60 + number(parts, 10);
      boolean west = "-".equals(parts.group(8));
      long epoch =
          exact.toEpochSecond(ZoneOffset.UTC) + (west ? offset : -offset) * 60L + BEFORE_ALL;
      return Optional.of("%015d.%09d".formatted(epoch, exact.get(ChronoField.NANO_OF_SECOND)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static int number(Matcher parts, int group) {
    String digits = parts.group(group);
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  private static double fraction(@org.jspecify.annotations.Nullable String digits) {
    return digits == null ? 0 : Double.parseDouble("0." + digits);
  }
}
