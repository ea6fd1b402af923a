// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.sieve;

import java.util.List;
import java.util.Optional;
import org.latchkey.adapters.line.Line;
import org.latchkey.adapters.line.Reply;
import org.latchkey.adapters.line.SaslText;
import org.latchkey.adapters.net.Protection;
import org.latchkey.adapters.signin.Action;
import org.latchkey.adapters.signin.SignInState.Authenticating;
import org.latchkey.adapters.signin.SignInState.Waiting;
import org.latchkey.adapters.signin.SignInSteps;
import org.latchkey.adapters.signin.Step;
import org.latchkey.core.password.Secret;

/** What is said before a sign-in: pure functions from a state and an event to the next step. */
final class SieveDialogue {
  private SieveDialogue() {}

  /**
   * A command comes in.
   *
   * @param offer what the upstreams can do; empty while none has said
   */
  static Step on(
      Waiting state, SieveCommand command, Protection protection, Optional<List<String>> offer) {
    return switch (command) {
      case SieveCommand.Capability capability ->
          Step.say(state, SieveReplies.capabilities(protection, offer));
      case SieveCommand.StartTls tls ->
          protection == Protection.TLS
              ? mistake(state, SieveReplies.NO_TLS)
              : new Step(state, new Action.BeginTls(SieveReplies.BEGIN_TLS));
      case SieveCommand.Authenticate auth ->
          SignInSteps.authenticate(
              state, SieveWords.INSTANCE, auth.mechanism(), auth.initialResponse(), protection);
      case SieveCommand.Noop noop -> Step.say(state, SieveReplies.noop(noop.tag()));
      case SieveCommand.Logout logout -> Step.end(SieveReplies.LOGOUT);
      case SieveCommand.OnScripts early -> mistake(state, SieveReplies.SIGN_IN_FIRST);
      case SieveCommand.Unknown unknown -> mistake(state, SieveReplies.UNKNOWN);
      case SieveCommand.Malformed malformed -> mistake(state, SieveReplies.MALFORMED);
      case SieveCommand.NotBase64 garbled -> mistake(state, SieveReplies.NOT_BASE64);
    };
  }

  /** What answers a challenge comes in: a string, in which an asterisk gives up (RFC 5804 §2.1). */
  static Step on(Authenticating state, Line line) {
    Optional<Secret> string = SieveCommand.string(line);
    return string.filter(SieveDialogue::isAbort).isPresent()
        ? SignInSteps.abort(state)
        : SignInSteps.respond(state, string.flatMap(SaslText::decoded));
  }

  private static boolean isAbort(Secret string) {
    return string.length() == 1 && string.octets()[0] == '*';
  }

  private static Step mistake(Waiting before, Reply reply) {
    return SignInSteps.mistake(before, SieveWords.INSTANCE, reply);
  }
}
