// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.pop3;

import org.latchkey.adapters.line.Reply;
import org.latchkey.adapters.net.Protection;
import org.latchkey.adapters.signin.Action;
import org.latchkey.adapters.signin.Setback;
import org.latchkey.adapters.signin.SignInState.Waiting;
import org.latchkey.adapters.signin.SignInSteps;
import org.latchkey.adapters.signin.Step;

/** What is said before a sign-in: pure functions from a state and an event to the next step. */
final class Pop3Dialogue {
  static final Reply GREETING = Reply.lines("+OK Latchkey ready");
  static final Reply NOT_BASE64 = Reply.lines("-ERR Invalid base64");

  private static final Reply PASSWORD = Reply.lines("+OK Send the password");
  private static final Reply QUIT = Reply.lines("+OK Bye");
  private static final Reply BEGIN_TLS = Reply.lines("+OK Begin TLS");
  private static final Reply NO_TLS = Reply.lines("-ERR TLS is up already");
  private static final Reply USER_FIRST = Reply.lines("-ERR USER first");
  private static final Reply SIGN_IN_FIRST = Reply.lines("-ERR Sign in first");
  private static final Reply UNKNOWN = Reply.lines("-ERR Unknown command");
  private static final Reply MALFORMED = Reply.lines("-ERR Invalid arguments");
  private static final Reply MECHANISMS = Reply.lines("+OK", "PLAIN", "LOGIN", ".");

  private static final Reply CAPA_CLEAR = capabilities("STLS");
  private static final Reply CAPA_TRUSTED = capabilities("STLS", "USER", "SASL PLAIN LOGIN");
  private static final Reply CAPA_TLS = capabilities("USER", "SASL PLAIN LOGIN");

  private Pop3Dialogue() {}

  /** RFC 2449 §6; TOP and UIDL are what every upstream has. */
  private static Reply capabilities(String... signIn) {
    return Reply.lines(
        "+OK",
        "TOP",
        "UIDL",
        "RESP-CODES",
        "AUTH-RESP-CODE",
        "PIPELINING",
        String.join("\r\n", signIn),
        "IMPLEMENTATION Latchkey",
        ".");
  }

  /** A command comes in. */
  static Step on(Waiting state, Pop3Command command, Protection protection) {
    // PASS comes right behind USER or not at all (RFC 1939 §7).
    Waiting next = state.as("");
    return switch (command) {
      case Pop3Command.Capa capa -> Step.say(next, capabilities(protection));
      case Pop3Command.Stls stls ->
          protection == Protection.TLS
              ? mistake(next, NO_TLS)
              : new Step(next, new Action.BeginTls(BEGIN_TLS));
      case Pop3Command.User user ->
          protection == Protection.NONE
              ? mistake(next, Pop3Words.INSTANCE.on(Setback.UNENCRYPTED))
              : Step.say(state.as(user.name()), PASSWORD);
      case Pop3Command.Pass pass -> pass(state, pass, protection);
      case Pop3Command.Auth auth ->
          SignInSteps.authenticate(
              next, Pop3Words.INSTANCE, auth.mechanism(), auth.initialResponse(), protection);
      case Pop3Command.AuthList list ->
          protection == Protection.NONE
              ? mistake(next, Pop3Words.INSTANCE.on(Setback.UNENCRYPTED))
              : Step.say(next, MECHANISMS);
      case Pop3Command.Quit quit -> Step.end(QUIT);
      case Pop3Command.OnMaildrop early -> mistake(next, SIGN_IN_FIRST);
      case Pop3Command.Unknown unknown -> mistake(next, UNKNOWN);
      case Pop3Command.Malformed malformed -> mistake(next, MALFORMED);
      case Pop3Command.NotBase64 garbled -> mistake(next, NOT_BASE64);
    };
  }

  private static Step pass(Waiting state, Pop3Command.Pass command, Protection protection) {
    if (state.userName().isEmpty() && protection != Protection.NONE) {
      command.password().close();
      return mistake(state, USER_FIRST);
    }
    return SignInSteps.check(
        state.as(""), Pop3Words.INSTANCE, state.userName(), command.password(), protection);
  }

  private static Step mistake(Waiting before, Reply reply) {
    return SignInSteps.mistake(before, Pop3Words.INSTANCE, reply);
  }

  private static Reply capabilities(Protection protection) {
    return switch (protection) {
      case NONE -> CAPA_CLEAR;
      case TRUSTED_NETWORK -> CAPA_TRUSTED;
      case TLS -> CAPA_TLS;
    };
  }
}
