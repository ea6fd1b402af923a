// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.smtp;

import org.latchkey.adapters.line.Reply;
import org.latchkey.core.sasl.SaslExchange;
import org.latchkey.core.session.LiveSession;

/** What an event leads to: the next state, and one action. */
record Step(SmtpState next, Action action) {
  /** What is to be done. */
  sealed interface Action {}

  record Say(Reply reply) implements Action {}

  /** The last words. */
  record End(Reply reply) implements Action {}

  /** The last words in clear text. */
  record BeginTls(Reply reply) implements Action {}

  /** Has these checked; closes the secret. */
  record Check(SaslExchange.Credentials credentials) implements Action {}

  /** The client is signed in. */
  record Enter(Reply reply, LiveSession session) implements Action {}
}
