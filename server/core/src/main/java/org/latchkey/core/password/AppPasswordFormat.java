// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.password;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.latchkey.core.text.TypedCode;

/**
 * What an app password looks like: {@code abcde-fghij-klmno-pqrst-uvwxy}, 24 random letters (112.8
 * bits, NIST SP 800-63B-4's line for a secret that needs no stretching) and a check letter.
 *
 * <p>The check letter makes the weighted sum of all letters a multiple of 26. The weights are prime
 * to 26, so every single wrong letter shows; neighbours have different weights, so most swaps do.
 */
public final class AppPasswordFormat {
  /** Letters in the canonical form, check letter included. */
  public static final int LETTERS = 25;

  private static final int GROUP = 5;
  private static final int MAX_TYPED_OCTETS = 128;
  private static final int[] WEIGHTS = {1, 3, 5, 7, 9, 11, 15, 17, 19, 21, 23, 25};

  private AppPasswordFormat() {}

  /** A fresh one in its canonical form: {@value #LETTERS} letters, no hyphens. */
  public static Secret generate(SecureRandom random) {
    byte[] letters = new byte[LETTERS];
    int sum = 0;
    for (int i = 0; i < LETTERS - 1; i++) {
      int value = random.nextInt(26);
      letters[i] = (byte) ('a' + value);
      sum += WEIGHTS[i % WEIGHTS.length] * value;
    }
    // The last place has weight 1, so its letter is what the sum lacks.
    letters[LETTERS - 1] = (byte) ('a' + Math.floorMod(-sum, 26));
    return Secret.takeOver(letters);
  }

  /** The form people read and type: groups of five with hyphens between. The caller wipes it. */
  public static char[] grouped(Secret canonical) {
    byte[] letters = canonical.octets();
    char[] shown = new char[letters.length + (letters.length - 1) / GROUP];
    int at = 0;
    for (int i = 0; i < letters.length; i++) {
      if (i > 0 && i % GROUP == 0) {
        shown[at++] = '-';
      }
      shown[at++] = (char) letters[i];
    }
    return shown;
  }

  /**
   * The canonical form of what somebody typed: spaces, ends of lines, dashes and what isn't seen
   * dropped, full-width letters made plain, lower case. Empty when it can't be an app password
   * (anything else in it, a wrong length, a wrong check letter): then no store needs to be asked.
   * The caller closes the result.
   */
  public static Optional<Secret> canonical(Secret typed) {
    if (typed.length() == 0 || typed.length() > MAX_TYPED_OCTETS) {
      return Optional.empty();
    }
    byte[] letters = new byte[LETTERS];
    int count = isAscii(typed) ? fromAscii(typed.octets(), letters) : fromUnicode(typed, letters);
    if (count == LETTERS && checks(letters)) {
      return Optional.of(Secret.takeOver(letters));
    }
    Arrays.fill(letters, (byte) 0);
    return Optional.empty();
  }

  /** Whether it can be an app password at all, mistyped in no single letter. */
  public static boolean isWellFormed(Secret typed) {
    Optional<Secret> canonical = canonical(typed);
    canonical.ifPresent(Secret::close);
    return canonical.isPresent();
  }

  private static boolean isAscii(Secret typed) {
    for (byte each : typed.octets()) {
      if (each < 0) {
        return false;
      }
    }
    return true;
  }

  private static int fromAscii(byte[] typed, byte[] letters) {
    int count = 0;
    for (byte each : typed) {
      count = take(each, letters, count);
      if (count < 0) {
        return -1;
      }
    }
    return count;
  }

  private static int fromUnicode(Secret typed, byte[] letters) {
    char[] chars = typed.chars().orElse(null);
    if (chars == null) {
      return -1;
    }
    int count = 0;
    for (int at = 0; at < chars.length && count >= 0; ) {
      int c = Character.codePointAt(chars, at);
      at += Character.charCount(c);
      count = take(c, letters, count);
    }
    Arrays.fill(chars, '\0');
    return count;
  }

  /** The new count of letters, or -1 when this can't be part of an app password. */
  private static int take(int typed, byte[] letters, int count) {
    int c = TypedCode.plain(typed);
    if (TypedCode.isIgnored(c)) {
      return count;
    }
    if (c < 'a' || c > 'z' || count == LETTERS) {
      return -1;
    }
    letters[count] = (byte) c;
    return count + 1;
  }

  private static boolean checks(byte[] letters) {
    int sum = 0;
    for (int i = 0; i < LETTERS; i++) {
      sum += WEIGHTS[i % WEIGHTS.length] * (letters[i] - 'a');
    }
    return sum % 26 == 0;
  }
}
