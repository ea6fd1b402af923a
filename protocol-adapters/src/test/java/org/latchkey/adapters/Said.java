// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters;

import org.latchkey.adapters.signin.Action;
import org.latchkey.adapters.signin.Step;

/** What a step of a sign-in comes to, as text. */
public final class Said {
  private Said() {}

  /** The words; for credentials that are to be checked, "check" and whose. */
  public static String in(Step step) {
    return switch (step.action()) {
      case Action.Say say -> say.words().toString();
      case Action.SayAlone say -> say.words().toString();
      case Action.End end -> end.words().toString();
      case Action.BeginTls begin -> begin.words().toString();
      case Action.Check check -> "check " + check.credentials().authenticationIdentity();
    };
  }
}
