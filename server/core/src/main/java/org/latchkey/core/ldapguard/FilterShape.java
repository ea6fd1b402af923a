// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.ldapguard;

/**
 * The shape of a search filter (RFC 4511 §4.5.1.7): how deep {@code and}, {@code or} and {@code
 * not} are nested, and how long the values in it are, since a server may read any of them as a DN.
 */
final class FilterShape {
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

  private static final int CLASS = 0xc0;
  private static final int CONTEXT_SPECIFIC = 0x80;

  private final int maxDepth;
  private final int maxValueBytes;

  /**
   * @param maxDepth how many of {@code and}, {@code or} and {@code not} may be around a leaf
   */
  FilterShape(int maxDepth, int maxValueBytes) {
    this.maxDepth = maxDepth;
    this.maxValueBytes = maxValueBytes;
  }

  /**
   * @param operation stands before the filter, and on it afterwards
   */
  void check(BerReader operation) {
    BerReader[] levels = new BerReader[maxDepth + 1];
    int depth = 0;
    boolean nested = open(operation);
    if (nested) {
      levels[0] = operation.inside();
    }
    while (nested && depth >= 0) {
      BerReader level = levels[depth];
      if (!level.hasNext()) {
        depth--;
      } else if (open(level)) {
        if (depth == maxDepth - 1) {
          throw new LimitExceededException("a filter nested too deep");
        }
        levels[++depth] = level.inside();
      }
    }
  }

  /** Goes to the next filter and says whether it holds others; a leaf is checked at once. */
  private boolean open(BerReader level) {
    switch (level.next()) {
      case AND, OR, NOT -> {
        return true;
      }
      case EQUALITY_MATCH, GREATER_OR_EQUAL, LESS_OR_EQUAL, APPROX_MATCH, EXTENSIBLE_MATCH ->
          checkValues(level.inside());
      case SUBSTRINGS -> {
        BerReader parts = level.inside();
        checkValue(parts.next(BerReader.OCTET_STRING));
        checkValues(parts.next(BerReader.SEQUENCE).inside());
      }
      case PRESENT -> checkValue(level);
      default -> {
        // A filter of a kind that isn't known is undefined (RFC 4511 §4.5.1.7).
        if ((level.tag() & CLASS) != CONTEXT_SPECIFIC) {
          throw new MalformedPduException("no filter");
        }
      }
    }
    return false;
  }

  private void checkValues(BerReader values) {
    while (values.hasNext()) {
      values.next();
      checkValue(values);
    }
  }

  private void checkValue(BerReader value) {
    if (value.isConstructed()) {
      throw new MalformedPduException("a filter's value is none");
    }
    if (value.length() > maxValueBytes) {
      throw new LimitExceededException("a filter's value is too long");
    }
  }
}
