// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.ldap;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.latchkey.adapters.ldap.schema.Substrings;
import org.latchkey.core.ldapguard.BerReader;
import org.latchkey.core.ldapguard.MalformedPduException;

/** Reads filters from their octets; how deep they are nested is bounded by the guard. */
final class FilterDecoder {
  private static final int AND = 0xa0;
  private static final int OR = 0xa1;
  private static final int NOT = 0xa2;
  private static final int EQUALITY_MATCH = 0xa3;
  private static final int SUBSTRINGS = 0xa4;
  private static final int GREATER_OR_EQUAL = 0xa5;
  private static final int LESS_OR_EQUAL = 0xa6;
  private static final int PRESENT = 0x87;
  private static final int APPROX_MATCH = 0xa8;
  private static final int EXTENSIBLE_MATCH = 0xa9;

  private static final int INITIAL = 0x80;
  private static final int ANY = 0x81;
  private static final int FINAL = 0x82;

  private static final int RULE = 0x81;
  private static final int TYPE = 0x82;
  private static final int MATCH_VALUE = 0x83;
  private static final int DN_ATTRIBUTES = 0x84;

  private FilterDecoder() {}

  /**
   * Reads one filter.
   *
   * @param at stands before it, and on it afterwards
   * @throws RefusedException where its parts don't make a filter
   * @throws MalformedPduException where its octets don't
   */
  static Filter decode(BerReader at) {
    int tag = at.next();
    return switch (tag) {
      case AND -> new Filter.And(all(at.inside()));
      case OR -> new Filter.Or(all(at.inside()));
      case NOT -> not(at.inside());
      case EQUALITY_MATCH, APPROX_MATCH -> assertion(at.inside(), Filter.Equality::new);
      case GREATER_OR_EQUAL -> assertion(at.inside(), Filter.AtLeast::new);
      case LESS_OR_EQUAL -> assertion(at.inside(), Filter.AtMost::new);
      case SUBSTRINGS -> substrings(at.inside());
      case PRESENT -> new Filter.Present(description(at));
      case EXTENSIBLE_MATCH -> extensible(at.inside());
      default -> new Filter.Undecided();
    };
  }

  private static List<Filter> all(BerReader at) {
    List<Filter> filters = new ArrayList<>();
    while (at.hasNext()) {
      filters.add(decode(at));
    }
    return filters;
  }

  private static Filter not(BerReader at) {
    Filter negated = decode(at);
    if (at.hasNext()) {
      throw malformed();
    }
    return new Filter.Not(negated);
  }

  private static Filter assertion(BerReader at, BiFunction<String, String, Filter> made) {
    String attribute = description(at.next(BerReader.OCTET_STRING));
    Optional<String> value = text(at.next(BerReader.OCTET_STRING));
    return value.map(text -> made.apply(attribute, text)).orElseGet(Filter.Undecided::new);
  }

  private static Filter substrings(BerReader at) {
    String attribute = description(at.next(BerReader.OCTET_STRING));
    BerReader parts = at.next(BerReader.SEQUENCE).inside();
    Optional<String> initial = Optional.empty();
    List<String> any = new ArrayList<>();
    Optional<String> end = Optional.empty();
    boolean decided = true;
    if (!parts.hasNext()) {
      throw malformed();
    }
    for (boolean first = true; parts.hasNext(); first = false) {
      int tag = parts.next();
      if (end.isPresent() || parts.length() == 0 || (tag == INITIAL && !first)) {
        throw malformed();
      }
      Optional<String> text = text(parts);
      decided &= text.isPresent();
      switch (tag) {
        case INITIAL -> initial = text;
        case ANY -> text.ifPresent(any::add);
        case FINAL -> end = text;
        default -> throw malformed();
      }
    }
    return decided
        ? new Filter.Contains(attribute, new Substrings(initial, any, end))
        : new Filter.Undecided();
  }

  private static Filter extensible(BerReader at) {
    @Nullable String rule = null;
    @Nullable String attribute = null;
    Optional<String> value = Optional.empty();
    boolean hasValue = false;
    boolean dnAttributes = false;
    while (at.hasNext()) {
      switch (at.next()) {
        case RULE -> rule = description(at);
        case TYPE -> attribute = description(at);
        case MATCH_VALUE -> {
          hasValue = true;
          value = text(at);
        }
        case DN_ATTRIBUTES -> dnAttributes = at.truth();
        default -> throw malformed();
      }
    }
    if (!hasValue || (rule == null && attribute == null)) {
      throw malformed();
    }
    return value.isEmpty()
        ? new Filter.Undecided()
        : new Filter.Extensible(
            Optional.ofNullable(rule), Optional.ofNullable(attribute), value.get(), dnAttributes);
  }

  /** A name, which no attribute has where it isn't ASCII. */
  private static String description(BerReader at) {
    return new String(at.octets(), StandardCharsets.ISO_8859_1);
  }

  /** A value's text; empty where it isn't UTF-8. */
  static Optional<String> text(BerReader at) {
    try {
      ByteBuffer octets = ByteBuffer.wrap(at.octets());
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(octets).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static RefusedException malformed() {
    return new RefusedException(ResultCode.PROTOCOL_ERROR);
  }
}
