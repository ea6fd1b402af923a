// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.smtp;

import java.util.Optional;
import org.latchkey.adapters.line.Line;
import org.latchkey.adapters.line.Reply;
import org.latchkey.adapters.line.SaslText;
import org.latchkey.adapters.net.Protection;
import org.latchkey.adapters.signin.Action;
import org.latchkey.adapters.smtp.SmtpState.Authenticating;
import org.latchkey.adapters.smtp.SmtpState.Over;
import org.latchkey.adapters.smtp.SmtpState.SigningIn;
import org.latchkey.adapters.smtp.SmtpState.Waiting;
import org.latchkey.core.password.Secret;
import org.latchkey.core.sasl.SaslExchange;
import org.latchkey.core.sasl.SaslMechanism;
import org.latchkey.core.signin.SignInOutcome;

/** What is said before a sign-in: pure functions from a state and an event to the next step. */
final class SmtpDialogue {
  /** Thunderbird tries one wrong password by PLAIN, then by LOGIN, and again when asked again. */
  static final int MOST_REFUSED = 6;

  static final int MOST_MISTAKES = 10;

  private final SmtpReplies replies;

  SmtpDialogue(SmtpReplies replies) {
    this.replies = replies;
  }

  /** A command comes in. */
  Step on(Waiting state, SmtpCommand command, Protection protection) {
    return switch (command) {
      case SmtpCommand.Hello hello ->
          say(state.named(hello.clientName()), replies.hello(hello, protection));
      case SmtpCommand.StartTls tls ->
          protection == Protection.TLS
              ? mistake(state, SmtpReplies.NO_TLS)
              : new Step(state, new Action.BeginTls(SmtpReplies.BEGIN_TLS));
      case SmtpCommand.Auth auth -> auth(state, auth, protection);
      case SmtpCommand.Noop noop -> say(state, SmtpReplies.OK);
      case SmtpCommand.Rset rset -> say(state, SmtpReplies.OK);
      case SmtpCommand.Vrfy vrfy -> say(state, SmtpReplies.CANNOT_VERIFY);
      case SmtpCommand.Help help -> say(state, SmtpReplies.HELP);
      case SmtpCommand.Quit quit -> new Step(new Over(), new Action.End(SmtpReplies.QUIT));
      case SmtpCommand.Mail mail -> mistake(state, SmtpReplies.SIGN_IN_FIRST);
      case SmtpCommand.RcptOrData more -> mistake(state, SmtpReplies.SIGN_IN_FIRST);
      case SmtpCommand.Unknown unknown -> mistake(state, SmtpReplies.UNKNOWN);
      case SmtpCommand.Malformed malformed -> mistake(state, SmtpReplies.MALFORMED);
      case SmtpCommand.NotBase64 garbled -> mistake(state, SmtpReplies.NOT_BASE64);
    };
  }

  private static Step auth(Waiting state, SmtpCommand.Auth command, Protection protection) {
    Optional<SaslMechanism> mechanism = SaslMechanism.byName(command.mechanism());
    if (protection == Protection.NONE || mechanism.isEmpty()) {
      command.initialResponse().ifPresent(Secret::close);
      return mistake(
          state, protection == Protection.NONE ? SmtpReplies.ENCRYPT : SmtpReplies.NO_MECHANISM);
    }
    SaslExchange exchange = mechanism.get().start();
    return command.initialResponse().isPresent()
        ? respond(state, exchange, command.initialResponse().get())
        : ask(state, exchange, exchange.firstChallenge());
  }

  /** The answer to a challenge comes in. */
  static Step on(Authenticating state, Line line) {
    if (SaslText.isAbort(line)) {
      return say(state.before(), SmtpReplies.ABORTED);
    }
    Optional<Secret> response = SaslText.response(line, 0);
    return response.isPresent()
        ? respond(state.before(), state.exchange(), response.get())
        : mistake(state.before(), SmtpReplies.NOT_BASE64);
  }

  private static Step respond(Waiting before, SaslExchange exchange, Secret response) {
    return switch (exchange.respond(response.octets())) {
      case SaslExchange.Challenge asks -> ask(before, asks.next(), asks.text());
      case SaslExchange.Credentials all -> new Step(new SigningIn(before), new Action.Check(all));
      case SaslExchange.Failure failure -> refused(before);
    };
  }

  /** RFC 4954 §4: the challenge stands behind "334 ", be it empty. */
  private static Step ask(Waiting before, SaslExchange exchange, String challenge) {
    return new Step(
        new Authenticating(before, exchange),
        new Action.Say(Reply.lines("334 " + SaslText.challenge(challenge))));
  }

  /** The sign-in is decided: RFC 4954 §6. */
  static Step on(SigningIn state, SignInOutcome outcome) {
    return switch (outcome) {
      case SignInOutcome.Granted granted ->
          new Step(new Over(), new Action.Enter(SmtpReplies.SIGNED_IN));
      case SignInOutcome.Denied denied -> refused(state.before());
      case SignInOutcome.TryLater later -> say(state.before(), SmtpReplies.TRY_LATER);
    };
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
      case SmtpCommand.RcptOrData more -> SmtpReplies.MAIL_FIRST;
      case SmtpCommand.Unknown unknown -> SmtpReplies.UNKNOWN;
      case SmtpCommand.Malformed malformed -> SmtpReplies.MALFORMED;
      case SmtpCommand.NotBase64 garbled -> SmtpReplies.SIGNED_IN_ALREADY;
    };
  }

  private static Step refused(Waiting before) {
    Waiting now = before.refusedOnceMore();
    return now.refused() < MOST_REFUSED
        ? say(now, SmtpReplies.FAILED)
        : new Step(new Over(), new Action.End(SmtpReplies.FAILED_TOO_OFTEN));
  }

  private static Step mistake(Waiting before, Reply reply) {
    Waiting now = before.mistakenOnceMore();
    return now.mistakes() < MOST_MISTAKES
        ? say(now, reply)
        : new Step(new Over(), new Action.End(SmtpReplies.TOO_MANY_FAILURES));
  }

  private static Step say(Waiting next, Reply reply) {
    return new Step(next, new Action.Say(reply));
  }
}
