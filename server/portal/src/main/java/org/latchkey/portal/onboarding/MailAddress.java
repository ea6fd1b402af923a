// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.onboarding;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A mail address as a client's request has it, checked for its shape alone.
 *
 * @param text all of it
 * @param domain what follows the at sign
 */
record MailAddress(String text, String domain) {
  /** RFC 5321 §4.5.3.1.3, without the brackets. */
  private static final int MAX_CHARACTERS = 254;

  private static final Pattern SHAPE =
      Pattern.compile(
          "[^@\\s\\p{Cntrl}]+@([\\p{L}\\p{M}\\p{N}](?:[\\p{L}\\p{M}\\p{N}.-]*[\\p{L}\\p{M}\\p{N}])?)");

  static Optional<MailAddress> parse(String text) {
    var shape = SHAPE.matcher(text);
    return text.length() <= MAX_CHARACTERS && shape.matches()
        ? Optional.of(new MailAddress(text, shape.group(1)))
        : Optional.empty();
  }
}
