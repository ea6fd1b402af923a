// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.smtp;

import org.latchkey.core.sasl.SaslExchange;

/** Where a connection is on its way to a sign-in (RFC 4954 §4). */
sealed interface SmtpState {
  /**
   * The client may give any command.
   *
   * @param clientName what it said in EHLO; empty when it hasn't
   * @param refused how many of its sign-ins were
   * @param mistakes how many of its commands made no sense
   */
  record Waiting(String clientName, int refused, int mistakes) implements SmtpState {
    static final Waiting FRESH = new Waiting("", 0, 0);

    Waiting named(String name) {
      return new Waiting(name, refused, mistakes);
    }

    Waiting refusedOnceMore() {
      return new Waiting(clientName, refused + 1, mistakes);
    }

    Waiting mistakenOnceMore() {
      return new Waiting(clientName, refused, mistakes + 1);
    }
  }

  /** The client is to answer a challenge. */
  record Authenticating(Waiting before, SaslExchange exchange) implements SmtpState {}

  /** Its credentials are being checked. */
  record SigningIn(Waiting before) implements SmtpState {}

  /** It has signed in, or is to leave: there is nothing more to say here. */
  record Over() implements SmtpState {}
}
