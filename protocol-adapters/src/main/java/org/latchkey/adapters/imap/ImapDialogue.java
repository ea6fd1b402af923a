// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.imap;

import java.util.List;
import java.util.Optional;
import org.latchkey.adapters.line.Line;
import org.latchkey.adapters.line.Reply;
import org.latchkey.adapters.net.Protection;
import org.latchkey.adapters.signin.Action;
import org.latchkey.adapters.signin.SignInState.Waiting;
import org.latchkey.adapters.signin.SignInSteps;
import org.latchkey.adapters.signin.Step;

/** What is said before a sign-in: pure functions from a state and an event to the next step. */
final class ImapDialogue {
  private static final Reply COMPLETED = Reply.lines("OK Completed");
  private static final Reply BYE = Reply.lines("* BYE Signing off");
  private static final Reply SERVER_ID = Reply.lines("* ID (\"name\" \"Latchkey\")");
  private static final Reply BEGIN_TLS = Reply.lines("OK Begin TLS");
  private static final Reply NO_TLS = Reply.lines("BAD TLS is up already");
  private static final Reply SIGN_IN_FIRST = Reply.lines("BAD Unknown command, or sign in first");
  private static final Reply TOO_BIG = Reply.lines("NO [TOOBIG] Literal too large");

  private ImapDialogue() {}

  /**
   * The greeting.
   *
   * @param offer what the upstreams can do; empty while none has said
   */
  static Answer greeting(Protection protection, Optional<List<String>> offer) {
    String capabilities = Capabilities.before(protection, offer);
    return Answer.untagged(Reply.lines("* OK [CAPABILITY " + capabilities + "] Latchkey ready"));
  }

  /** A command comes in. */
  static Step on(
      Waiting state, ImapCommand command, Protection protection, Optional<List<String>> offer) {
    return switch (command) {
      case ImapCommand.Capability c ->
          Step.say(state, new Answer(capability(protection, offer), c.tag(), COMPLETED));
      case ImapCommand.Noop c -> Step.say(state, Answer.tagged(c.tag(), COMPLETED));
      case ImapCommand.Id c ->
          Step.say(state.named(c.clientName()), new Answer(SERVER_ID, c.tag(), COMPLETED));
      case ImapCommand.Logout c -> Step.end(new Answer(BYE, c.tag(), COMPLETED));
      case ImapCommand.StartTls c ->
          protection == Protection.TLS
              ? mistake(state, c.tag(), NO_TLS)
              : new Step(state, new Action.BeginTls(Answer.tagged(c.tag(), BEGIN_TLS)));
      case ImapCommand.Login c ->
          SignInSteps.check(state, new ImapWords(c.tag()), c.name(), c.password(), protection);
      case ImapCommand.Authenticate c ->
          SignInSteps.authenticate(
              state, new ImapWords(c.tag()), c.mechanism(), c.initialResponse(), protection);
      case ImapCommand.Other c -> mistake(state, c.tag(), SIGN_IN_FIRST);
      case ImapCommand.Malformed c -> mistake(state, c.tag(), Reply.lines("BAD " + c.why()));
    };
  }

  /** A command comes in whose literal is too large to be read. */
  static Step onTooLarge(Waiting state, Line command) {
    return mistake(state, ImapCommand.tagOf(command), TOO_BIG);
  }

  private static Step mistake(Waiting before, String tag, Reply reply) {
    return SignInSteps.mistake(before, new ImapWords(tag), Answer.tagged(tag, reply));
  }

  private static Reply capability(Protection protection, Optional<List<String>> offer) {
    return Reply.lines("* CAPABILITY " + Capabilities.before(protection, offer));
  }
}
