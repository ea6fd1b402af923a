// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.pop3;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
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

  /** What is offered while no upstream has said more: what every one has. */
  private static final List<String> LEAST =
      List.of("TOP", "UIDL", "RESP-CODES", "AUTH-RESP-CODE", "PIPELINING");

  /** RFC 1939, 2449, 3206; UTF8 and LANG are for before the sign-in (RFC 6856 §2). */
  private static final Set<String> PASSED =
      Set.of("TOP", "UIDL", "RESP-CODES", "AUTH-RESP-CODE", "PIPELINING", "EXPIRE", "LOGIN-DELAY");

  private Pop3Dialogue() {}

  /** Whether a capability of an upstream's works through the relay (RFC 2449 §6). */
  static boolean passes(String capability) {
    return PASSED.contains(capability.split(" ", 2)[0].toUpperCase(Locale.ROOT));
  }

  private static Reply capabilities(Optional<List<String>> offer, String... signIn) {
    List<String> lines = new ArrayList<>(offer.orElse(LEAST));
    lines.addFirst("+OK");
    lines.addAll(List.of(signIn));
    lines.add("IMPLEMENTATION Latchkey");
    lines.add(".");
    return Reply.lines(lines.toArray(new String[0]));
  }

  /**
   * A command comes in.
   *
   * @param offer what the upstreams can do; empty while none has said
   */
  static Step on(
      Waiting state, Pop3Command command, Protection protection, Optional<List<String>> offer) {
    // PASS comes right behind USER or not at all (RFC 1939 §7).
    Waiting next = state.as("");
    return switch (command) {
      case Pop3Command.Capa capa -> Step.say(next, capabilities(protection, offer));
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

  private static Reply capabilities(Protection protection, Optional<List<String>> offer) {
    return switch (protection) {
      case NONE -> capabilities(offer, "STLS");
      case TRUSTED_NETWORK -> capabilities(offer, "STLS", "USER", "SASL PLAIN LOGIN");
      case TLS -> capabilities(offer, "USER", "SASL PLAIN LOGIN");
    };
  }
}
