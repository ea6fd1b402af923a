// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.sasl;

import org.latchkey.core.password.Secret;

/**
 * One authentication exchange of a SASL mechanism (RFC 4422 §3), as a pure value: what comes back
 * holds the next exchange, and nothing is changed in place.
 */
public sealed interface SaslExchange permits Plain, Login {
  /**
   * Takes the client's next response, decoded from whatever its protocol wrapped it in.
   *
   * @param response taken over: wiped where it holds a secret and isn't handed on
   */
  Step respond(byte[] response);

  /** What the server says before the client has said anything, where the client sent no more. */
  String firstChallenge();

  /** What a response leads to. */
  sealed interface Step {}

  /** The server asks on. */
  record Challenge(String text, SaslExchange next) implements Step {}

  /** All is said: these are to be checked. Whoever takes them closes the secret. */
  record Credentials(String authenticationIdentity, Secret secret) implements Step {}

  /**
   * The exchange fails without a check.
   *
   * @param why for the log; generic, with nothing of the client's in it
   */
  record Failure(String why) implements Step {}
}
