// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.smtp;

import java.util.Locale;
import java.util.Set;

/**
 * The extensions of a submission server that work through the relay: those with no commands but the
 * ones that pass. What is offered before a sign-in and behind it is out of this list.
 */
final class SmtpExtensions {
  static final String CHUNKING = "CHUNKING";
  static final String BINARYMIME = "BINARYMIME";
  static final String AUTH = "AUTH";

  /**
   * RFC 1870, 2034, 2852, 2920, 3030, 3461, 3865, 4865, 5321, 6152, 6531, 6710, 7293, 8689, 9422.
   */
  private static final Set<String> PASSED =
      Set.of(
          "8BITMIME",
          BINARYMIME,
          CHUNKING,
          "DELIVERBY",
          "DSN",
          "ENHANCEDSTATUSCODES",
          "EXPN",
          "FUTURERELEASE",
          "HELP",
          "LIMITS",
          "MT-PRIORITY",
          "NO-SOLICITING",
          "PIPELINING",
          "REQUIRETLS",
          "RRVS",
          "SIZE",
          "SMTPUTF8",
          "VRFY");

  private SmtpExtensions() {}

  /**
   * Whether it works through the relay.
   *
   * @param offer a keyword and its parameters, as EHLO's reply has them behind the code
   */
  static boolean passes(String offer) {
    return PASSED.contains(keyword(offer));
  }

  /** Its keyword, in upper case. */
  static String keyword(String offer) {
    String text = offer.strip();
    int end = 0;
    while (end < text.length() && text.charAt(end) != ' ' && text.charAt(end) != '=') {
      end++;
    }
    return text.substring(0, end).toUpperCase(Locale.ROOT);
  }
}
