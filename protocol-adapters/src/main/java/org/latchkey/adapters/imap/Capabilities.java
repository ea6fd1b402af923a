// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.imap;

import org.latchkey.adapters.net.Protection;

/** What the server can do (RFC 9051 §6.1.1), which depends on who listens in. */
final class Capabilities {
  private static final String COMMON = "IMAP4rev1 IMAP4rev2 SASL-IR LITERAL- ID ENABLE";

  /** PLAIN before LOGIN; no SCRAM, which clients stumble over. */
  private static final String SIGN_IN = " AUTH=PLAIN AUTH=LOGIN";

  /** Those of the empty mailbox. */
  static final String SIGNED_IN = "IMAP4rev1 LITERAL- ID ENABLE IDLE NAMESPACE UNSELECT";

  private Capabilities() {}

  static String before(Protection protection) {
    return switch (protection) {
      case NONE -> COMMON + " STARTTLS LOGINDISABLED";
      case TRUSTED_NETWORK -> COMMON + " STARTTLS" + SIGN_IN;
      case TLS -> COMMON + SIGN_IN;
    };
  }
}
