// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.signin;

import org.latchkey.core.account.Account;
import org.latchkey.core.session.LiveSession;

/** How a sign-in ended. */
public sealed interface SignInOutcome {
  /** Good: the session is open, and whoever gets this closes it in {@code LiveSessions}. */
  record Granted(Account account, LiveSession session) implements SignInOutcome {}

  /** Bad: answered with the same words and after the same time whatever the reason. */
  record Denied(DenialReason reason) implements SignInOutcome {}

  /**
   * Not decided: nothing is said about the password.
   *
   * @param why for the log
   */
  record TryLater(String why) implements SignInOutcome {}
}
