// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.signin;

import java.util.Optional;
import org.latchkey.adapters.line.Line;
import org.latchkey.adapters.line.SaslText;
import org.latchkey.adapters.line.Sendable;
import org.latchkey.adapters.net.Protection;
import org.latchkey.adapters.signin.SignInState.Authenticating;
import org.latchkey.adapters.signin.SignInState.Over;
import org.latchkey.adapters.signin.SignInState.SigningIn;
import org.latchkey.adapters.signin.SignInState.Waiting;
import org.latchkey.core.password.Secret;
import org.latchkey.core.sasl.SaslExchange;
import org.latchkey.core.sasl.SaslMechanism;
import org.latchkey.core.signin.SignInOutcome;

/**
 * The steps from the wish to sign in to the decision, which are the same in all protocols: pure
 * functions from a state and an event to the next step.
 */
public final class SignInSteps {
  /** Clients try one wrong password in every way there is, some twice. */
  public static final int MOST_REFUSED = 6;

  /** How many commands may make no sense. */
  public static final int MOST_MISTAKES = 10;

  private SignInSteps() {}

  /**
   * An exchange begins (RFC 4422 §3).
   *
   * @param initialResponse taken over
   */
  public static Step authenticate(
      Waiting before,
      SignInWords words,
      String mechanism,
      Optional<Secret> initialResponse,
      Protection protection) {
    Optional<SaslMechanism> known = SaslMechanism.byName(mechanism);
    if (protection == Protection.NONE || known.isEmpty()) {
      initialResponse.ifPresent(Secret::close);
      return mistake(
          before,
          words,
          words.on(
              protection == Protection.NONE ? Setback.UNENCRYPTED : Setback.UNKNOWN_MECHANISM));
    }
    SaslExchange exchange = known.get().start();
    return initialResponse.isPresent()
        ? respond(before, words, exchange, initialResponse.get())
        : ask(before, words, exchange, exchange.firstChallenge());
  }

  /**
   * A name and a password come in without an exchange.
   *
   * @param password taken over
   */
  public static Step check(
      Waiting before, SignInWords words, String name, Secret password, Protection protection) {
    if (protection == Protection.NONE) {
      password.close();
      return mistake(before, words, words.on(Setback.UNENCRYPTED));
    }
    if (name.isEmpty() || password.length() == 0) {
      password.close();
      return refused(before, words);
    }
    return new Step(
        new SigningIn(before, words),
        new Action.Check(new SaslExchange.Credentials(name, password)));
  }

  /** A line answers a challenge. */
  public static Step respond(Authenticating state, Line line) {
    return SaslText.isAbort(line) ? abort(state) : respond(state, SaslText.response(line));
  }

  /** The client gives up. */
  public static Step abort(Authenticating state) {
    return Step.say(state.before(), state.words().on(Setback.ABORTED));
  }

  /**
   * A response answers a challenge.
   *
   * @param response taken over; empty where it was no base64
   */
  public static Step respond(Authenticating state, Optional<Secret> response) {
    return response.isPresent()
        ? respond(state.before(), state.words(), state.exchange(), response.get())
        : mistake(state.before(), state.words(), state.words().on(Setback.NOT_BASE64));
  }

  private static Step respond(
      Waiting before, SignInWords words, SaslExchange exchange, Secret response) {
    return switch (exchange.respond(response.octets())) {
      case SaslExchange.Challenge asks -> ask(before, words, asks.next(), asks.text());
      case SaslExchange.Credentials all ->
          new Step(new SigningIn(before, words), new Action.Check(all));
      case SaslExchange.Failure failure -> refused(before, words);
    };
  }

  private static Step ask(
      Waiting before, SignInWords words, SaslExchange exchange, String challenge) {
    return new Step(
        new Authenticating(before, words, exchange),
        new Action.Say(words.challenge(SaslText.challenge(challenge))));
  }

  /** The sign-in is decided. */
  static Step on(SigningIn state, SignInOutcome outcome, Optional<String> upstreamWords) {
    SignInWords words = state.words();
    return switch (outcome) {
      case SignInOutcome.Granted granted ->
          new Step(new Over(), new Action.Say(words.granted(upstreamWords)));
      case SignInOutcome.Denied denied -> refused(state.before(), words);
      case SignInOutcome.TryLater later -> Step.say(state.before(), words.on(Setback.UNAVAILABLE));
    };
  }

  private static Step refused(Waiting before, SignInWords words) {
    Waiting now = before.refusedOnceMore();
    return now.refused() < MOST_REFUSED
        ? Step.say(now, words.on(Setback.REFUSED))
        : Step.end(words.on(Setback.REFUSED_TOO_OFTEN));
  }

  /** A command made no sense, and is answered so. */
  public static Step mistake(Waiting before, SignInWords words, Sendable answer) {
    Waiting now = before.mistakenOnceMore();
    return now.mistakes() < MOST_MISTAKES
        ? Step.say(now, answer)
        : Step.end(words.on(Setback.TOO_MANY_MISTAKES));
  }
}
