// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.signin;

import org.latchkey.adapters.line.Sendable;
import org.latchkey.core.sasl.SaslExchange;

/** What a sign-in dialogue wants done. */
public sealed interface Action {
  /** Says something, and goes on. */
  record Say(Sendable words) implements Action {}

  /**
   * Says something that a client waits for before it goes on.
   *
   * @param ifMore the last words to one that didn't: what it sent on is no command
   */
  record SayAlone(Sendable words, Sendable ifMore) implements Action {}

  /** The last words. */
  record End(Sendable words) implements Action {}

  /** The last words in clear text. */
  record BeginTls(Sendable words) implements Action {}

  /** Has these checked; closes the secret. */
  record Check(SaslExchange.Credentials credentials) implements Action {}
}
