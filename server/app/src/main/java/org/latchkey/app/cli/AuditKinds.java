// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.cli;

import com.unboundid.util.json.JSONObject;
import java.util.List;
import java.util.Set;

/** The kinds of events that {@code latchkey audit} is asked for. */
final class AuditKinds {
  private static final Set<String> SIGN_INS =
      Set.of("sign-in", "refusals", "sign-out", "session-closed", "upstream-failed");

  /** What strangers bring about in the portal, of which the file of sign-ins tells. */
  private static final Set<String> STRANGERS =
      Set.of(
          "primary-password-given",
          "sign-in-refused",
          "sign-in-delayed",
          "second-factor-refused",
          "second-factor-throttled",
          "request-refused",
          "link-refused");

  private AuditKinds() {}

  static boolean isOneOf(List<String> kinds, JSONObject event) {
    String name = String.valueOf(event.getFieldAsString("event"));
    String act = String.valueOf(event.getFieldAsString("act"));
    boolean signIn = SIGN_INS.contains(name) || STRANGERS.contains(act);
    return kinds.stream()
        .anyMatch(
            kind ->
                switch (kind) {
                  case "changes" -> !signIn;
                  case "sign-ins" -> signIn;
                  default -> kind.equals(name) || kind.equals(act);
                });
  }
}
