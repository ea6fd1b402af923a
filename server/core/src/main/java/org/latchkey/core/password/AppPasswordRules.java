// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.password;

import java.time.Instant;
import java.util.Optional;
import org.latchkey.core.text.Invisible;

/**
 * The rules that hold at every door. A store's write path asks them inside the transaction that
 * makes the change, so that two doors at once can't get round them.
 */
public final class AppPasswordRules {
  /** How long a label may be, in code points. */
  public static final int MAX_LABEL = 64;

  /** The first time that no directory can write down: its years have four digits. */
  private static final Instant TOO_LATE = Instant.parse("+10000-01-01T00:00:00Z");

  private final int maxActive;

  /**
   * @param maxActive how many active app passwords an account may hold
   */
  public AppPasswordRules(int maxActive) {
    this.maxActive = maxActive;
  }

  /** Why one more can't be added to an account that holds so many; empty when it can. */
  public Optional<String> refuseOneMore(int held) {
    return held < maxActive
        ? Optional.empty()
        : Optional.of(
            "the account already holds " + maxActive + " app passwords: revoke one first");
  }

  /** Why an expiry can't be kept (RFC 4517 §3.3.13); empty when it can. */
  public static Optional<String> refuseExpiry(Instant end) {
    return !end.isBefore(Instant.EPOCH) && end.isBefore(TOO_LATE)
        ? Optional.empty()
        : Optional.of("an expiry is in a year from 1970 to 9999");
  }

  /** Why a label can't be used, in words; empty when it can. */
  public Optional<String> refuseLabel(String label) {
    return labelProblem(label).map(LabelProblem::text);
  }

  /** Why a label can't be used; empty when it can. Uniqueness is the store's to see. */
  public static Optional<LabelProblem> labelProblem(String label) {
    if (label.codePoints().allMatch(each -> isSpace(each) || isMark(each))) {
      return Optional.of(LabelProblem.MISSING);
    }
    if (label.codePointCount(0, label.length()) > MAX_LABEL) {
      return Optional.of(LabelProblem.TOO_LONG);
    }
    return Invisible.in(label) ? Optional.of(LabelProblem.INVISIBLE) : Optional.empty();
  }

  /** A mark alone has nothing to stand on; a variation selector shows nothing by itself. */
  private static boolean isMark(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> true;
      default -> false;
    };
  }

  private static boolean isSpace(int codePoint) {
    return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint);
  }
}
