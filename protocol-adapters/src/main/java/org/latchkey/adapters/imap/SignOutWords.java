// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.imap;

import org.latchkey.adapters.line.Reply;
import org.latchkey.core.session.SignOutReason;

/** What a client hears when the server ends its session (RFC 9051 §7.1.5). */
final class SignOutWords {
  private static final Reply SIGNED_OUT = Reply.lines("* BYE Signed out");
  static final Reply STOPPING = Reply.lines("* BYE [UNAVAILABLE] The server is stopping");

  private SignOutWords() {}

  static Reply of(SignOutReason reason) {
    return reason == SignOutReason.SERVER_STOPPING ? STOPPING : SIGNED_OUT;
  }
}
