// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.ldap.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.latchkey.adapters.ldap.schema.StringPreparation.Part;

/** The parts that a value begins with, holds in this order, and ends with (RFC 4511 §4.5.1.7.2). */
public record Substrings(Optional<String> initial, List<String> any, Optional<String> end) {
  public Substrings {
    any = List.copyOf(any);
  }

  /** The assertion that a string with asterisks is (RFC 4517 §3.3.30). */
  static Optional<Substrings> parse(String text) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (text.startsWith("\\2A", i) || text.startsWith("\\2a", i)) {
        part.append('*');
        i += 2;
      } else if (text.startsWith("\\5C", i) || text.startsWith("\\5c", i)) {
        part.append('\\');
        i += 2;
      } else if (text.charAt(i) == '*') {
        parts.add(part.toString());
        part.setLength(0);
      } else {
        part.append(text.charAt(i));
      }
    }
    parts.add(part.toString());
    if (parts.size() < 2) {
      return Optional.empty();
    }
    List<String> between = parts.subList(1, parts.size() - 1);
    return between.stream().anyMatch(String::isEmpty)
        ? Optional.empty()
        : Optional.of(new Substrings(some(parts.getFirst()), between, some(parts.getLast())));
  }

  private static Optional<String> some(String text) {
    return Optional.of(text).filter(each -> !each.isEmpty());
  }

  /** Their normal forms; empty where one of them can be no part of a value. */
  Optional<Substrings> normal(Comparison comparison) {
    Optional<String> first = initial.flatMap(part -> comparison.normalPart(part, Part.INITIAL));
    Optional<String> last = end.flatMap(part -> comparison.normalPart(part, Part.FINAL));
    List<String> between =
        any.stream().flatMap(part -> comparison.normalPart(part, Part.ANY).stream()).toList();
    boolean whole =
        first.isPresent() == initial.isPresent()
            && last.isPresent() == end.isPresent()
            && between.size() == any.size();
    return whole ? Optional.of(new Substrings(first, between, last)) : Optional.empty();
  }

  /** Whether a value has them, none overlapping another. */
  boolean isIn(String value) {
    String start = initial.orElse("");
    String last = end.orElse("");
    if (!value.startsWith(start)) {
      return false;
    }
    int at = start.length();
    for (String part : any) {
      int found = value.indexOf(part, at);
      if (found < 0) {
        return false;
      }
      at = found + part.length();
    }
    return value.length() - last.length() >= at && value.endsWith(last);
  }
}
