// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.latchkey.adapters.imap.ImapState.Authenticating;
import org.latchkey.adapters.imap.ImapState.NotAuthenticated;
import org.latchkey.adapters.imap.ImapState.SigningIn;
import org.latchkey.adapters.line.Line;
import org.latchkey.adapters.net.Protection;
import org.latchkey.adapters.signin.Action;
import org.latchkey.core.password.Secret;
import org.latchkey.core.signin.DenialReason;
import org.latchkey.core.signin.SignInOutcome;

final class ImapDialogueTest {
  private static final NotAuthenticated FRESH = NotAuthenticated.FRESH;

  private static Step on(String command, Protection protection) {
    return ImapDialogue.on(FRESH, ImapCommand.parse(Line.of(command)), protection);
  }

  private static String said(Step step) {
    return switch (step.action()) {
      case Action.Say say -> say.words().toString();
      case Action.End end -> end.words().toString();
      case Action.BeginTls begin -> begin.words().toString();
      case Action.Enter enter -> enter.words().toString();
      case Action.Check check -> "check " + check.credentials().authenticationIdentity();
      case Action.Ignore ignore -> "";
    };
  }

  @ParameterizedTest
  @CsvSource({
    "a LOGIN alice pw, NONE, a NO [PRIVACYREQUIRED] Use TLS to sign in",
    "a AUTHENTICATE PLAIN, NONE, a NO [PRIVACYREQUIRED] Use TLS to sign in",
    "a LOGIN alice pw, TRUSTED_NETWORK, check alice",
    "a LOGIN alice pw, TLS, check alice",
    "a LOGIN alice \"\", TLS, a NO [AUTHENTICATIONFAILED] Wrong user name or password",
    "a LOGIN \"\" pw, TLS, a NO [AUTHENTICATIONFAILED] Wrong user name or password",
    "a AUTHENTICATE PLAIN AGFsaWNlAHB3, TLS, check alice",
    "a AUTHENTICATE LOGIN, TLS, + VXNlcm5hbWU6",
    "a AUTHENTICATE GSSAPI, TLS, a NO Unknown mechanism",
    "a STARTTLS, TLS, a BAD TLS is up already",
    "a STARTTLS, TRUSTED_NETWORK, a OK Begin TLS",
    "a SELECT INBOX, TLS, 'a BAD Unknown command, or sign in first'"
  })
  void answersBeforeASignIn(String command, Protection protection, String answer) {
    assertEquals(answer, said(on(command, protection)).strip());
  }

  @ParameterizedTest
  @EnumSource(DenialReason.class)
  void everyDenialSoundsTheSame(DenialReason reason) {
    Step step =
        ImapDialogue.on(
            new SigningIn(FRESH, "a"), new SignInOutcome.Denied(reason), Optional.empty());
    assertEquals("a NO [AUTHENTICATIONFAILED] Wrong user name or password\r\n", said(step));
    assertEquals(FRESH.refusedOnceMore(), step.next());
  }

  @Test
  void anOutageIsNoRefusal() {
    Step step =
        ImapDialogue.on(
            new SigningIn(FRESH, "a"), new SignInOutcome.TryLater("down"), Optional.empty());
    assertEquals("a NO [UNAVAILABLE] Can't sign anybody in now, try later\r\n", said(step));
    assertEquals(FRESH, step.next());
  }

  @Test
  void aPasswordRefusedForWantOfTlsIsWiped() {
    byte[] octets = "secret".getBytes(StandardCharsets.US_ASCII);
    ImapDialogue.on(
        FRESH, new ImapCommand.Login("a", "alice", Secret.takeOver(octets)), Protection.NONE);
    assertEquals("\0\0\0\0\0\0", new String(octets, StandardCharsets.US_ASCII));
  }

  @Test
  void anAbortedExchangeCountsAsNothing() {
    Step asked = on("a AUTHENTICATE PLAIN", Protection.TLS);
    Authenticating state = assertInstanceOf(Authenticating.class, asked.next());
    Step step = ImapDialogue.on(state, Line.of("*"));
    assertEquals("a BAD Sign-in aborted\r\n", said(step));
    assertEquals(FRESH, step.next());
  }
}
