// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.password;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;

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
   * The canonical form of what somebody typed: spaces, hyphens, dashes and soft hyphens dropped,
   * full-width letters made plain, lower case. Empty when it can't be an app password (anything
   * else in it, a wrong length, a wrong check letter): then no store needs to be asked. The caller
   * closes the result.
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
    for (char each : chars) {
      count = take(each, letters, count);
      if (count < 0) {
        break;
      }
    }
    Arrays.fill(chars, '\0');
    return count;
  }

  /** The new count of letters, or -1 when this can't be part of an app password. */
  private static int take(int typed, byte[] letters, int count) {
    int c = typed >= 0xff01 && typed <= 0xff5e ? typed - 0xfee0 : typed; // full-width to ASCII
    if (isIgnored(c)) {
      return count;
    }
    int lower = c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
    if (lower < 'a' || lower > 'z' || count == LETTERS) {
      return -1;
    }
    letters[count] = (byte) lower;
    return count + 1;
  }

  private static boolean isIgnored(int c) {
    return switch (c) {
      case ' ', '-', '\t', 0x00a0, 0x00ad, 0x180e, 0x2060, 0xfeff ->
          true; // spaces, soft hyphen, joiners
      default ->
          c >= 0x80
              && (Character.getType(c) == Character.SPACE_SEPARATOR
                  || Character.getType(c) == Character.DASH_PUNCTUATION
                  || (c >= 0x200b && c <= 0x200d)
                  || c == 0x2212);
    };
  }

  private static boolean checks(byte[] letters) {
    int sum = 0;
    for (int i = 0; i < LETTERS; i++) {
      int weight = i == LETTERS - 1 ? 1 : WEIGHTS[i % WEIGHTS.length];
      sum += weight * (letters[i] - 'a');
    }
    return sum % 26 == 0;
  }

  /** The canonical letters as text, for tests and tools that hold no live secret. */
  static String text(Secret canonical) {
    return new String(canonical.octets(), StandardCharsets.US_ASCII);
  }
}
