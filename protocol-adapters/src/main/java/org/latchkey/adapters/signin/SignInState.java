// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.signin;

import org.latchkey.core.sasl.SaslExchange;

/**
 * Where a connection is on its way to a sign-in (RFC 9051 §3, RFC 4954 §4, RFC 5034 §4, RFC 5804
 * §2.1).
 */
public sealed interface SignInState {
  /**
   * The client may give any command.
   *
   * @param clientName what it calls itself; empty when it hasn't said
   * @param userName what it has said in POP3's USER, for the next command only; empty otherwise
   * @param refused how many of its sign-ins were
   * @param mistakes how many of its commands made no sense
   */
  record Waiting(String clientName, String userName, int refused, int mistakes)
      implements SignInState {
    /** Nothing was said yet. */
    public static final Waiting FRESH = new Waiting("", "", 0, 0);

    /** With what the client calls itself. */
    public Waiting named(String name) {
      return new Waiting(name, userName, refused, mistakes);
    }

    /** With whom it wants to sign in as; empty for nobody. */
    public Waiting as(String user) {
      return new Waiting(clientName, user, refused, mistakes);
    }

    /** Another of its sign-ins was refused. */
    public Waiting refusedOnceMore() {
      return new Waiting(clientName, userName, refused + 1, mistakes);
    }

    /** Another of its commands made no sense. */
    public Waiting mistakenOnceMore() {
      return new Waiting(clientName, userName, refused, mistakes + 1);
    }
  }

  /**
   * The client is to answer a challenge.
   *
   * @param words what the exchange is answered with
   */
  record Authenticating(Waiting before, SignInWords words, SaslExchange exchange)
      implements SignInState {}

  /**
   * Its credentials are being checked.
   *
   * @param words what the decision is told with
   */
  record SigningIn(Waiting before, SignInWords words) implements SignInState {}

  /** It has signed in, or is to leave: there is nothing more to say here. */
  record Over() implements SignInState {}
}
