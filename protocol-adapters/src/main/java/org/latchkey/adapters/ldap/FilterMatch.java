// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.ldap;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.directory.api.ldap.model.filter.AndNode;
import org.apache.directory.api.ldap.model.filter.ApproximateNode;
import org.apache.directory.api.ldap.model.filter.EqualityNode;
import org.apache.directory.api.ldap.model.filter.ExprNode;
import org.apache.directory.api.ldap.model.filter.GreaterEqNode;
import org.apache.directory.api.ldap.model.filter.LessEqNode;
import org.apache.directory.api.ldap.model.filter.NotNode;
import org.apache.directory.api.ldap.model.filter.OrNode;
import org.apache.directory.api.ldap.model.filter.PresenceNode;
import org.apache.directory.api.ldap.model.filter.SimpleNode;
import org.apache.directory.api.ldap.model.filter.SubstringNode;
import org.jspecify.annotations.Nullable;

/**
 * A search filter against one entry, in three values (RFC 4511 §4.5.1.7): what isn't known, such as
 * an extensible match or anything about a password, is neither true nor false, and stays so under a
 * {@code not}. Values are compared without regard to case. Nesting is bounded by the guard.
 */
enum FilterMatch {
  TRUE,
  FALSE,
  UNDEFINED;

  static FilterMatch of(ExprNode filter, LdapEntry entry) {
    return switch (filter) {
      case AndNode and -> all(and.getChildren(), entry, FALSE, TRUE);
      case OrNode or -> all(or.getChildren(), entry, TRUE, FALSE);
      case NotNode not -> of(not.getFirstChild(), entry).negated();
      case PresenceNode present -> any(present.getAttribute(), entry, value -> true);
      case EqualityNode<?> equal -> compared(equal, entry, order -> order == 0);
      case ApproximateNode<?> equal -> compared(equal, entry, order -> order == 0);
      case GreaterEqNode<?> atLeast -> compared(atLeast, entry, order -> order >= 0);
      case LessEqNode<?> atMost -> compared(atMost, entry, order -> order <= 0);
      case SubstringNode parts ->
          any(parts.getAttribute(), entry, value -> contains(lower(value), parts));
      default -> UNDEFINED;
    };
  }

  /** One filter that is decisive decides; otherwise one that is undefined leaves all undefined. */
  private static FilterMatch all(
      List<ExprNode> filters, LdapEntry entry, FilterMatch decisive, FilterMatch otherwise) {
    FilterMatch result = otherwise;
    for (ExprNode each : filters) {
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

  private static FilterMatch compared(
      SimpleNode<?> node, LdapEntry entry, Predicate<Integer> order) {
    // Without a schema the codec takes every value for octets.
    String text = lower(new String(node.getValue().getBytes(), StandardCharsets.UTF_8));
    return any(node.getAttribute(), entry, value -> order.test(lower(value).compareTo(text)));
  }

  private static FilterMatch any(String attribute, LdapEntry entry, Predicate<String> assertion) {
    if (LdapEntry.isSecret(attribute)) {
      return UNDEFINED;
    }
    Optional<List<String>> values = entry.values(attribute);
    return values.isPresent() && values.get().stream().anyMatch(assertion) ? TRUE : FALSE;
  }

  private static boolean contains(String value, SubstringNode parts) {
    String start = lower(text(parts.getInitial()));
    String end = lower(text(parts.getFinal()));
    if (!value.startsWith(start)) {
      return false;
    }
    int at = start.length();
    @Nullable List<String> between = parts.getAny();
    for (String each : between == null ? List.<String>of() : between) {
      String part = lower(each);
      int found = value.indexOf(part, at);
      if (found < 0) {
        return false;
      }
      at = found + part.length();
    }
    return value.length() - end.length() >= at && value.endsWith(end);
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
