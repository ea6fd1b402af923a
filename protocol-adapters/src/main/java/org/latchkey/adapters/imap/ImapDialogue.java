// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.imap;

import java.util.Optional;
import org.latchkey.adapters.imap.ImapState.Authenticating;
import org.latchkey.adapters.imap.ImapState.NotAuthenticated;
import org.latchkey.adapters.imap.ImapState.Over;
import org.latchkey.adapters.imap.ImapState.SigningIn;
import org.latchkey.adapters.line.Line;
import org.latchkey.adapters.line.Reply;
import org.latchkey.adapters.line.SaslText;
import org.latchkey.adapters.net.Protection;
import org.latchkey.adapters.signin.Action;
import org.latchkey.core.password.Secret;
import org.latchkey.core.sasl.SaslExchange;
import org.latchkey.core.sasl.SaslMechanism;
import org.latchkey.core.signin.SignInOutcome;

/** What is said before a sign-in: pure functions from a state and an event to the next step. */
final class ImapDialogue {
  /** Thunderbird, K-9 and OfflineIMAP try one wrong password in every way there is, some twice. */
  static final int MOST_REFUSED = 6;

  static final int MOST_MISTAKES = 10;

  private static final Reply COMPLETED = Reply.lines("OK Completed");
  private static final Reply BYE = Reply.lines("* BYE Signing off");
  private static final Reply SERVER_ID = Reply.lines("* ID (\"name\" \"Latchkey\")");
  private static final Reply BEGIN_TLS = Reply.lines("OK Begin TLS");
  private static final Reply NO_TLS = Reply.lines("BAD TLS is up already");
  private static final Reply PRIVACY = Reply.lines("NO [PRIVACYREQUIRED] Use TLS to sign in");
  private static final Reply NO_MECHANISM = Reply.lines("NO Unknown mechanism");
  private static final Reply SIGN_IN_FIRST = Reply.lines("BAD Unknown command, or sign in first");
  private static final Reply ABORTED = Reply.lines("BAD Sign-in aborted");
  private static final Reply NOT_BASE64 = Reply.lines("BAD Invalid base64");
  private static final Reply TOO_BIG = Reply.lines("NO [TOOBIG] Literal too large");
  private static final Reply FAILED =
      Reply.lines("NO [AUTHENTICATIONFAILED] Wrong user name or password");
  private static final Reply UNAVAILABLE =
      Reply.lines("NO [UNAVAILABLE] Can't sign anybody in now, try later");
  private static final Reply GRANTED = granted(Capabilities.SIGNED_IN);
  private static final String TOO_MANY = "* BYE Too many failures";

  private ImapDialogue() {}

  static Answer greeting(Protection protection) {
    return switch (protection) {
      case NONE -> Greetings.CLEAR;
      case TRUSTED_NETWORK -> Greetings.TRUSTED;
      case TLS -> Greetings.ENCRYPTED;
    };
  }

  /** The greetings, made once. */
  private static final class Greetings {
    private static final Answer CLEAR = of(Protection.NONE);
    private static final Answer TRUSTED = of(Protection.TRUSTED_NETWORK);
    private static final Answer ENCRYPTED = of(Protection.TLS);

    private static Answer of(Protection protection) {
      String capabilities = Capabilities.before(protection);
      return Answer.untagged(Reply.lines("* OK [CAPABILITY " + capabilities + "] Latchkey ready"));
    }
  }

  /** A command comes in. */
  static Step on(NotAuthenticated state, ImapCommand command, Protection protection) {
    return switch (command) {
      case ImapCommand.Capability c ->
          say(state, new Answer(capability(protection), c.tag(), COMPLETED));
      case ImapCommand.Noop c -> say(state, Answer.tagged(c.tag(), COMPLETED));
      case ImapCommand.Id c ->
          say(state.named(c.clientName()), new Answer(SERVER_ID, c.tag(), COMPLETED));
      case ImapCommand.Logout c ->
          new Step(new Over(), new Action.End(new Answer(BYE, c.tag(), COMPLETED)));
      case ImapCommand.StartTls c ->
          protection == Protection.TLS
              ? mistake(state, Answer.tagged(c.tag(), NO_TLS))
              : new Step(state, new Action.BeginTls(Answer.tagged(c.tag(), BEGIN_TLS)));
      case ImapCommand.Login c -> login(state, c, protection);
      case ImapCommand.Authenticate c -> authenticate(state, c, protection);
      case ImapCommand.Other c -> mistake(state, Answer.tagged(c.tag(), SIGN_IN_FIRST));
      case ImapCommand.Malformed c ->
          mistake(state, Answer.tagged(c.tag(), Reply.lines("BAD " + c.why())));
    };
  }

  /** A command comes in whose literal is too large to be read. */
  static Step onTooLarge(NotAuthenticated state, String tag) {
    return mistake(state, Answer.tagged(tag, TOO_BIG));
  }

  private static Step login(
      NotAuthenticated state, ImapCommand.Login command, Protection protection) {
    if (protection == Protection.NONE) {
      command.password().close();
      return say(state, Answer.tagged(command.tag(), PRIVACY));
    }
    if (command.name().isEmpty() || command.password().length() == 0) {
      command.password().close();
      return refused(state, command.tag());
    }
    return new Step(
        new SigningIn(state, command.tag()),
        new Action.Check(new SaslExchange.Credentials(command.name(), command.password())));
  }

  private static Step authenticate(
      NotAuthenticated state, ImapCommand.Authenticate command, Protection protection) {
    String tag = command.tag();
    Optional<SaslMechanism> mechanism = SaslMechanism.byName(command.mechanism());
    if (protection == Protection.NONE || mechanism.isEmpty()) {
      command.initialResponse().ifPresent(Secret::close);
      return say(state, Answer.tagged(tag, protection == Protection.NONE ? PRIVACY : NO_MECHANISM));
    }
    SaslExchange exchange = mechanism.get().start();
    return command.initialResponse().isPresent()
        ? respond(state, tag, exchange, command.initialResponse().get())
        : ask(state, tag, exchange, exchange.firstChallenge());
  }

  /** The answer to a challenge comes in. */
  static Step on(Authenticating state, Line line) {
    if (SaslText.isAbort(line)) {
      return say(state.before(), Answer.tagged(state.tag(), ABORTED));
    }
    Optional<Secret> response = SaslText.response(line, 0);
    return response.isPresent()
        ? respond(state.before(), state.tag(), state.exchange(), response.get())
        : mistake(state.before(), Answer.tagged(state.tag(), NOT_BASE64));
  }

  private static Step respond(
      NotAuthenticated before, String tag, SaslExchange exchange, Secret response) {
    return switch (exchange.respond(response.octets())) {
      case SaslExchange.Challenge asks -> ask(before, tag, asks.next(), asks.text());
      case SaslExchange.Credentials all ->
          new Step(new SigningIn(before, tag), new Action.Check(all));
      case SaslExchange.Failure failure -> refused(before, tag);
    };
  }

  /** RFC 9051 §6.2.2: the challenge stands behind "+ ", be it empty. */
  private static Step ask(
      NotAuthenticated before, String tag, SaslExchange exchange, String challenge) {
    Reply reply = Reply.lines("+ " + SaslText.challenge(challenge));
    return new Step(
        new Authenticating(before, tag, exchange), new Action.Say(Answer.untagged(reply)));
  }

  /**
   * The sign-in is decided: RFC 9051 §6.2.2 and §7.1, RFC 5530 §3.
   *
   * @param upstreamCapabilities what the upstream can do that has taken the connection over
   */
  static Step on(SigningIn state, SignInOutcome outcome, Optional<String> upstreamCapabilities) {
    return switch (outcome) {
      case SignInOutcome.Granted granted -> {
        Reply reply = upstreamCapabilities.map(ImapDialogue::granted).orElse(GRANTED);
        yield new Step(new Over(), new Action.Enter(Answer.tagged(state.tag(), reply)));
      }
      case SignInOutcome.Denied denied -> refused(state.before(), state.tag());
      case SignInOutcome.TryLater later ->
          say(state.before(), Answer.tagged(state.tag(), UNAVAILABLE));
    };
  }

  private static Reply granted(String capabilities) {
    return Reply.lines("OK [CAPABILITY " + capabilities + "] Signed in");
  }

  private static Step refused(NotAuthenticated before, String tag) {
    NotAuthenticated now = before.refusedOnceMore();
    return now.refused() < MOST_REFUSED
        ? say(now, Answer.tagged(tag, FAILED))
        : new Step(
            new Over(),
            new Action.End(Answer.tagged(tag, Reply.lines(FAILED.toString().strip(), TOO_MANY))));
  }

  private static Step mistake(NotAuthenticated before, Answer answer) {
    NotAuthenticated now = before.mistakenOnceMore();
    return now.mistakes() < MOST_MISTAKES
        ? say(now, answer)
        : new Step(new Over(), new Action.End(Answer.untagged(Reply.lines(TOO_MANY))));
  }

  private static Reply capability(Protection protection) {
    return Reply.lines("* CAPABILITY " + Capabilities.before(protection));
  }

  private static Step say(NotAuthenticated next, Answer answer) {
    return new Step(next, new Action.Say(answer));
  }
}
