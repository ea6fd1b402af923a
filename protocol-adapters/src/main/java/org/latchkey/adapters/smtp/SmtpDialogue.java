// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.smtp;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.latchkey.adapters.line.Reply;
import org.latchkey.adapters.net.Protection;
import org.latchkey.adapters.signin.Action;
import org.latchkey.adapters.signin.SignInState.Waiting;
import org.latchkey.adapters.signin.SignInSteps;
import org.latchkey.adapters.signin.Step;
import org.latchkey.core.password.Secret;

/** What is said before a sign-in: pure functions from a state and an event to the next step. */
final class SmtpDialogue {
  private final SmtpReplies replies;
  private final Supplier<Optional<List<String>>> offer;

  /**
   * @param offer what the upstreams can do; empty while none has said
   */
  SmtpDialogue(SmtpReplies replies, Supplier<Optional<List<String>>> offer) {
    this.replies = replies;
    this.offer = offer;
  }

  /** A command comes in. */
  Step on(Waiting state, SmtpCommand command, Protection protection) {
    return switch (command) {
      case SmtpCommand.Hello hello ->
          Step.say(state.named(hello.clientName()), replies.hello(hello, protection, offer.get()));
      case SmtpCommand.StartTls tls ->
          protection == Protection.TLS
              ? mistake(state, SmtpReplies.NO_TLS)
              : new Step(state, new Action.BeginTls(SmtpReplies.BEGIN_TLS));
      case SmtpCommand.Auth auth ->
          SignInSteps.authenticate(
              state, SmtpWords.INSTANCE, auth.mechanism(), auth.initialResponse(), protection);
      case SmtpCommand.Noop noop -> Step.say(state, SmtpReplies.OK);
      case SmtpCommand.Rset rset -> Step.say(state, SmtpReplies.OK);
      case SmtpCommand.Vrfy vrfy -> Step.say(state, SmtpReplies.CANNOT_VERIFY);
      case SmtpCommand.Help help -> Step.say(state, SmtpReplies.HELP);
      case SmtpCommand.Quit quit -> Step.end(SmtpReplies.QUIT);
      case SmtpCommand.Mail mail -> mistake(state, SmtpReplies.SIGN_IN_FIRST);
      case SmtpCommand.Rcpt rcpt -> mistake(state, SmtpReplies.SIGN_IN_FIRST);
      case SmtpCommand.Data data -> data(mistake(state, SmtpReplies.SIGN_IN_FIRST));
      // Answered when the chunk has come in.
      case SmtpCommand.Bdat chunk -> Step.say(state, Reply.NONE);
      case SmtpCommand.SizeMissing missing -> Step.end(SmtpReplies.SIZE_MISSING);
      case SmtpCommand.Unknown unknown -> mistake(state, SmtpReplies.UNKNOWN);
      case SmtpCommand.Malformed malformed -> mistake(state, SmtpReplies.MALFORMED);
      case SmtpCommand.NotBase64 garbled -> mistake(state, SmtpReplies.NOT_BASE64);
    };
  }

  /** Who doesn't wait for the answer sends content, which must not become commands. */
  private static Step data(Step refusal) {
    return refusal.action() instanceof Action.Say say
        ? new Step(
            refusal.next(),
            new Action.SayAlone(say.words(), SmtpReplies.breach(SmtpReplies.NOTHING_BEHIND_DATA)))
        : refusal;
  }

  /** A chunk has come in and was dropped (RFC 3030 §2). */
  Step onDropped(Waiting state) {
    return mistake(state, SmtpReplies.SIGN_IN_FIRST);
  }

  private static Step mistake(Waiting before, Reply reply) {
    return SignInSteps.mistake(before, SmtpWords.INSTANCE, reply);
  }

  /** A command comes in once the client is signed in: without an upstream, no mail is taken. */
  Reply onSignedIn(SmtpCommand command) {
    return switch (command) {
      case SmtpCommand.Hello hello -> replies.helloSignedIn(hello);
      case SmtpCommand.StartTls tls -> SmtpReplies.NO_TLS;
      case SmtpCommand.Auth auth -> {
        auth.initialResponse().ifPresent(Secret::close);
        yield SmtpReplies.SIGNED_IN_ALREADY;
      }
      case SmtpCommand.Noop noop -> SmtpReplies.OK;
      case SmtpCommand.Rset rset -> SmtpReplies.OK;
      case SmtpCommand.Vrfy vrfy -> SmtpReplies.CANNOT_VERIFY;
      case SmtpCommand.Help help -> SmtpReplies.HELP;
      case SmtpCommand.Quit quit -> SmtpReplies.QUIT;
      case SmtpCommand.Mail mail -> SmtpReplies.NO_UPSTREAM;
      case SmtpCommand.Rcpt rcpt -> SmtpReplies.MAIL_FIRST;
      case SmtpCommand.Data data -> SmtpReplies.MAIL_FIRST;
      case SmtpCommand.Bdat chunk -> Reply.NONE;
      case SmtpCommand.SizeMissing missing -> SmtpReplies.SIZE_MISSING;
      case SmtpCommand.Unknown unknown -> SmtpReplies.UNKNOWN;
      case SmtpCommand.Malformed malformed -> SmtpReplies.MALFORMED;
      case SmtpCommand.NotBase64 garbled -> SmtpReplies.SIGNED_IN_ALREADY;
    };
  }
}
