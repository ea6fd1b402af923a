// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.signin;

import org.latchkey.adapters.line.Sendable;

/** What an event leads to: the next state, and one action. */
public record Step(SignInState next, Action action) {
  /** Words, and the client goes on from there. */
  public static Step say(SignInState.Waiting next, Sendable words) {
    return new Step(next, new Action.Say(words));
  }

  /** The last words. */
  public static Step end(Sendable words) {
    return new Step(new SignInState.Over(), new Action.End(words));
  }
}
