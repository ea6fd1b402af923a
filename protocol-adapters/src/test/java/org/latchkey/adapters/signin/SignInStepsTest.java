// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.latchkey.adapters.Said;
import org.latchkey.adapters.line.Line;
import org.latchkey.adapters.line.Reply;
import org.latchkey.adapters.net.Protection;
import org.latchkey.adapters.signin.SignInState.Authenticating;
import org.latchkey.adapters.signin.SignInState.Over;
import org.latchkey.adapters.signin.SignInState.SigningIn;
import org.latchkey.adapters.signin.SignInState.Waiting;
import org.latchkey.core.password.Secret;
import org.latchkey.core.signin.DenialReason;
import org.latchkey.core.signin.SignInOutcome;

final class SignInStepsTest {
  private static final Waiting FRESH = Waiting.FRESH;
  private static final SignInWords WORDS = new Plainly();
  private static final SigningIn SIGNING_IN = new SigningIn(FRESH, WORDS);

  /** Says what it is asked to say. */
  private record Plainly() implements SignInWords {
    @Override
    public Reply challenge(String base64) {
      return Reply.lines("challenge " + base64);
    }

    @Override
    public Reply granted(Optional<String> upstreamWords) {
      return Reply.lines("granted " + upstreamWords.orElse("alone"));
    }

    @Override
    public Reply on(Setback setback) {
      return Reply.lines(setback.name());
    }
  }

  private static Step plain(Optional<String> response, Protection protection) {
    return SignInSteps.authenticate(
        FRESH, WORDS, "plain", response.map(SignInStepsTest::secret), protection);
  }

  private static Secret secret(String text) {
    return Secret.takeOver(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static void assertSays(String words, Step step) {
    assertEquals(words, Said.in(step).strip());
  }

  @Test
  void nothingIsCheckedInClearText() {
    byte[] octets = "secret".getBytes(StandardCharsets.US_ASCII);
    assertSays("UNENCRYPTED", plain(Optional.of("\0alice\0secret"), Protection.NONE));
    assertSays(
        "UNENCRYPTED",
        SignInSteps.check(FRESH, WORDS, "alice", Secret.takeOver(octets), Protection.NONE));
    assertEquals("\0\0\0\0\0\0", new String(octets, StandardCharsets.US_ASCII));
  }

  @ParameterizedTest
  @EnumSource(
      value = Protection.class,
      names = {"TLS", "TRUSTED_NETWORK"})
  void anInitialResponseIsChecked(Protection protection) {
    Step step = plain(Optional.of("\0alice\0secret"), protection);
    assertSays("check alice", step);
    assertEquals(SIGNING_IN, step.next());
  }

  @Test
  void withoutOneTheServerAsks() {
    Step asked = plain(Optional.empty(), Protection.TLS);
    assertSays("challenge", asked);
    Authenticating state = assertInstanceOf(Authenticating.class, asked.next());
    assertSays("check alice", SignInSteps.respond(state, Line.of("AGFsaWNlAHNlY3JldA==")));
  }

  @Test
  void loginAsksTwice() {
    Step name = SignInSteps.authenticate(FRESH, WORDS, "LOGIN", Optional.empty(), Protection.TLS);
    assertSays("challenge VXNlcm5hbWU6", name);
    Step password =
        SignInSteps.respond(
            assertInstanceOf(Authenticating.class, name.next()), Line.of("YWxpY2U="));
    assertSays("challenge UGFzc3dvcmQ6", password);
  }

  @Test
  void whatIsNoBase64CountsAsAMistake() {
    Authenticating state =
        assertInstanceOf(Authenticating.class, plain(Optional.empty(), Protection.TLS).next());
    Step step = SignInSteps.respond(state, Line.of("?"));
    assertSays("NOT_BASE64", step);
    assertEquals(FRESH.mistakenOnceMore(), step.next());
  }

  @Test
  void anAbortedExchangeCountsAsNothing() {
    Authenticating state =
        assertInstanceOf(Authenticating.class, plain(Optional.empty(), Protection.TLS).next());
    Step step = SignInSteps.respond(state, Line.of("*"));
    assertSays("ABORTED", step);
    assertEquals(FRESH, step.next());
  }

  @Test
  void anUnknownMechanismCountsAsAMistake() {
    Step step =
        SignInSteps.authenticate(
            FRESH, WORDS, "SCRAM-SHA-256", Optional.of(secret("n,,")), Protection.TLS);
    assertSays("UNKNOWN_MECHANISM", step);
    assertEquals(FRESH.mistakenOnceMore(), step.next());
  }

  @Test
  void anEmptyNameOrPasswordIsRefusedUnchecked() {
    for (String[] pair : new String[][] {{"", "secret"}, {"alice", ""}}) {
      Step step = SignInSteps.check(FRESH, WORDS, pair[0], secret(pair[1]), Protection.TLS);
      assertSays("REFUSED", step);
      assertEquals(FRESH.refusedOnceMore(), step.next());
    }
  }

  @ParameterizedTest
  @EnumSource(DenialReason.class)
  void everyDenialSoundsTheSame(DenialReason reason) {
    Step step = SignInSteps.on(SIGNING_IN, new SignInOutcome.Denied(reason), Optional.empty());
    assertSays("REFUSED", step);
    assertEquals(FRESH.refusedOnceMore(), step.next());
  }

  @Test
  void anOutageIsNoRefusal() {
    Step step = SignInSteps.on(SIGNING_IN, new SignInOutcome.TryLater("down"), Optional.empty());
    assertSays("UNAVAILABLE", step);
    assertEquals(FRESH, step.next());
  }

  @Test
  void tooManyRefusalsEndIt() {
    Waiting state = FRESH;
    for (int i = 1; i < SignInSteps.MOST_REFUSED; i++) {
      state = assertInstanceOf(Waiting.class, denied(state).next());
    }
    Step last = denied(state);
    assertSays("REFUSED_TOO_OFTEN", last);
    assertInstanceOf(Action.End.class, last.action());
    assertEquals(new Over(), last.next());
  }

  private static Step denied(Waiting before) {
    return SignInSteps.on(
        new SigningIn(before, WORDS),
        new SignInOutcome.Denied(DenialReason.WRONG_PASSWORD),
        Optional.empty());
  }

  @Test
  void tooManyMistakesEndIt() {
    Waiting state = FRESH;
    for (int i = 1; i < SignInSteps.MOST_MISTAKES; i++) {
      Step step = SignInSteps.mistake(state, WORDS, Reply.lines("what?"));
      assertSays("what?", step);
      state = assertInstanceOf(Waiting.class, step.next());
    }
    Step last = SignInSteps.mistake(state, WORDS, Reply.lines("what?"));
    assertSays("TOO_MANY_MISTAKES", last);
    assertEquals(new Over(), last.next());
  }
}
