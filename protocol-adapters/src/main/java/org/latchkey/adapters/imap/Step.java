// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.imap;

import org.latchkey.core.sasl.SaslExchange;
import org.latchkey.core.session.LiveSession;

/** What an event leads to: the next state, and one action. */
record Step(ImapState next, Action action) {
  /** What is to be done. */
  sealed interface Action {}

  record Say(Answer answer) implements Action {}

  /** The last words. */
  record End(Answer answer) implements Action {}

  /** The last words in clear text. */
  record BeginTls(Answer answer) implements Action {}

  /** Has these checked; closes the secret. */
  record Check(SaslExchange.Credentials credentials) implements Action {}

  /** The client is signed in. */
  record Enter(Answer answer, LiveSession session) implements Action {}
}
