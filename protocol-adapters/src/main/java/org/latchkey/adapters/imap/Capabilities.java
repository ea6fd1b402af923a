// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.imap;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.latchkey.adapters.net.Protection;

/** What the server can do (RFC 9051 §6.1.1), which depends on who listens in. */
final class Capabilities {
  /** Without an upstream, and while none has said more. */
  private static final String COMMON = "IMAP4rev1 IMAP4rev2 SASL-IR LITERAL- ID ENABLE";

  private static final Pattern CAPABILITY = Pattern.compile("[!#-$&-'+-\\[^-z|}~]{1,100}");

  private static final Set<String> NOT_OFFERED =
      Set.of("UNAUTHENTICATE", "LOGIN-REFERRALS", "MAILBOX-REFERRALS");

  /** PLAIN before LOGIN; no SCRAM, which clients stumble over. */
  private static final String SIGN_IN = " AUTH=PLAIN AUTH=LOGIN";

  /** Those of the empty mailbox. */
  static final String SIGNED_IN = "IMAP4rev1 LITERAL- ID ENABLE IDLE NAMESPACE UNSELECT";

  private Capabilities() {}

  /**
   * Those before a sign-in.
   *
   * @param offer what the upstreams can do; empty while none has said
   */
  static String before(Protection protection, Optional<List<String>> offer) {
    String common = offer.map(each -> "SASL-IR " + String.join(" ", each)).orElse(COMMON);
    return switch (protection) {
      case NONE -> common + " STARTTLS LOGINDISABLED";
      case TRUSTED_NETWORK -> common + " STARTTLS" + SIGN_IN;
      case TLS -> common + SIGN_IN;
    };
  }

  /**
   * What of an upstream's list another client may hear of before it signs in: all that isn't about
   * signing in. A literal that isn't waited for is small before a sign-in (RFC 7888 §5).
   *
   * @param capabilities with a space between
   */
  static List<String> offered(String capabilities) {
    return Arrays.stream(capabilities.split(" ", -1))
        .filter(each -> CAPABILITY.matcher(each).matches())
        .map(each -> each.equalsIgnoreCase("LITERAL+") ? "LITERAL-" : each)
        .filter(each -> !NOT_OFFERED.contains(each.toUpperCase(Locale.ROOT)))
        .distinct()
        .toList();
  }
}
