// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.imap;

import org.latchkey.core.sasl.SaslExchange;

/** Where a connection is on its way to a sign-in (RFC 9051 §3). */
sealed interface ImapState {
  /**
   * The client may give any command.
   *
   * @param clientName what it calls itself; empty when it hasn't said
   * @param refused how many of its sign-ins were
   * @param mistakes how many of its commands made no sense
   */
  record NotAuthenticated(String clientName, int refused, int mistakes) implements ImapState {
    static final NotAuthenticated FRESH = new NotAuthenticated("", 0, 0);

    NotAuthenticated named(String name) {
      return new NotAuthenticated(name, refused, mistakes);
    }

    NotAuthenticated refusedOnceMore() {
      return new NotAuthenticated(clientName, refused + 1, mistakes);
    }

    NotAuthenticated mistakenOnceMore() {
      return new NotAuthenticated(clientName, refused, mistakes + 1);
    }
  }

  /** The client is to answer a challenge. */
  record Authenticating(NotAuthenticated before, String tag, SaslExchange exchange)
      implements ImapState {}

  /** Its credentials are being checked. */
  record SigningIn(NotAuthenticated before, String tag) implements ImapState {}

  /** It has signed in, or is to leave: there is nothing more to say here. */
  record Over() implements ImapState {}
}
