// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.differential;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Filter;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.latchkey.integration.differential.Answer.Found;

/** What the user-facing port answers otherwise than slapd does to its admin, and is meant to. */
final class UserPortDifferences implements Differences {
  private static final int UNDEFINED_ATTRIBUTE_TYPE = 17;
  private static final int NO_SUCH_ATTRIBUTE = 16;
  private static final int SIZE_LIMIT_EXCEEDED = 4;
  private static final int INVALID_ATTRIBUTE_SYNTAX = 21;
  private static final int NO_SUCH_OBJECT = 32;
  private static final int INVALID_DN_SYNTAX = 34;
  private static final int INSUFFICIENT_ACCESS_RIGHTS = 50;

  private final String own;

  UserPortDifferences(String own) {
    this.own = Canonical.dn(own);
  }

  @Override
  public boolean agree(Operation operation, Answer ours, Answer theirs) {
    return switch (operation) {
      case Operation.Search search -> agree(search, ours, theirs);
      case Operation.Compare compare -> agree(compare, ours, theirs);
      default -> false;
    };
  }

  private boolean agree(Operation.Search search, Answer ours, Answer theirs) {
    if (theirs.code() == SIZE_LIMIT_EXCEEDED && ours.code() == 0) {
      // The own entry is the only one here, and never one too many.
      return ours.entries().size() <= search.sizeLimit();
    }
    return sameCode(search.base(), ours.code(), theirs.code())
        && (ours.entries().equals(ofOwn(theirs)) || isReadOtherwise(search.filter()));
  }

  /** Whether slapd reads something in a filter otherwise, and not as the RFCs have it. */
  private static boolean isReadOtherwise(Filter filter) {
    return switch (filter.getFilterType()) {
      case Filter.FILTER_TYPE_AND, Filter.FILTER_TYPE_OR ->
          Stream.of(filter.getComponents()).anyMatch(UserPortDifferences::isReadOtherwise);
      case Filter.FILTER_TYPE_NOT ->
          isReadOtherwise(Objects.requireNonNull(filter.getNOTComponent()));
      // Spaces at a part's ends and what counts as one of them: RFC 4518 §2.2, §2.6.1.
      case Filter.FILTER_TYPE_SUBSTRING ->
          isTagged(filter) || parts(filter).anyMatch(UserPortDifferences::endsInASpace);
      // An assertion without a character, a number that is taken for an OID, and the entry's own
      // DN, which is among the DNs that an entry holds (RFC 5020).
      case Filter.FILTER_TYPE_EXTENSIBLE_MATCH -> {
        String value = String.valueOf(filter.getAssertionValue());
        yield isTagged(filter)
            || value.isEmpty()
            || value.matches("[0-9]+")
            || (filter.getAttributeName() == null
                && "distinguishedNameMatch".equals(filter.getMatchingRuleID()));
      }
      default -> isTagged(filter);
    };
  }

  /** slapd knows language tags (RFC 3866); no option is known here. */
  private static boolean isTagged(Filter filter) {
    return String.valueOf(filter.getAttributeName()).contains(";lang-");
  }

  private static Stream<String> parts(Filter substrings) {
    return Stream.concat(
        Stream.of(substrings.getSubAnyStrings()),
        Stream.of(
                Optional.ofNullable(substrings.getSubInitialString()),
                Optional.ofNullable(substrings.getSubFinalString()))
            .flatMap(Optional::stream));
  }

  private static boolean endsInASpace(String part) {
    return Stream.of(part.codePointAt(0), part.codePointBefore(part.length()))
        .anyMatch(
            each ->
                Character.isSpaceChar(each)
                    || Character.isISOControl(each)
                    || Character.getType(each) == Character.FORMAT);
  }

  private List<Found> ofOwn(Answer theirs) {
    return theirs.entries().stream().filter(entry -> entry.dn().equals(own)).toList();
  }

  private boolean agree(Operation.Compare compare, Answer ours, Answer theirs) {
    if (!Canonical.dn(compare.dn()).equals(own)) {
      // Others' entries aren't there, and ancestors not to be seen, before anything else.
      return (ours.code() == INSUFFICIENT_ACCESS_RIGHTS && theirs.code() != NO_SUCH_OBJECT)
          || (isAboutTheName(ours.code()) && theirs.code() == INVALID_ATTRIBUTE_SYNTAX)
          || (isAboutTheName(ours.code()) && theirs.code() == UNDEFINED_ATTRIBUTE_TYPE)
          || sameCode(compare.dn(), ours.code(), theirs.code());
    }
    boolean languageTag =
        compare.attribute().contains(";lang-")
            && ours.code() == UNDEFINED_ATTRIBUTE_TYPE
            && theirs.code() == NO_SUCH_ATTRIBUTE;
    return languageTag || ours.code() == theirs.code();
  }

  private static boolean isAboutTheName(int code) {
    return code == NO_SUCH_OBJECT || code == INVALID_DN_SYNTAX;
  }

  /**
   * slapd refuses names that no entry can have, such as those of an attribute that it doesn't know
   * or with a value in BER, and takes a semicolon for a comma. To RFC 4514 the former are names,
   * and the latter isn't.
   */
  private static boolean sameCode(String name, int ours, int theirs) {
    return ours == theirs
        || (ours == NO_SUCH_OBJECT && theirs == INVALID_DN_SYNTAX && DN.isValidDN(name))
        || (ours == INVALID_DN_SYNTAX && theirs == NO_SUCH_OBJECT && name.contains(";"));
  }
}
