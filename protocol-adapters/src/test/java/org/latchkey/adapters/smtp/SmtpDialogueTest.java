// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.latchkey.adapters.line.Line;
import org.latchkey.adapters.net.Protection;
import org.latchkey.adapters.signin.Action;
import org.latchkey.adapters.smtp.SmtpState.Over;
import org.latchkey.adapters.smtp.SmtpState.SigningIn;
import org.latchkey.adapters.smtp.SmtpState.Waiting;
import org.latchkey.core.signin.DenialReason;
import org.latchkey.core.signin.SignInOutcome;

final class SmtpDialogueTest {
  private static final SmtpDialogue DIALOGUE =
      new SmtpDialogue(new SmtpReplies("mail.example.org"));

  static List<Arguments> lines() {
    return List.of(
        Arguments.of("ehlo  a", "250-mail.example.org"),
        Arguments.of("EHLO a b", "501 5.5.4"),
        Arguments.of("EHLO a", "250-mail.example.org"),
        Arguments.of("HELO a", "250 mail.example.org"),
        Arguments.of("", "500 5.5.1"),
        Arguments.of("RSET now", "501 5.5.4"),
        Arguments.of("VRFY", "501 5.5.4"),
        Arguments.of("QUIT", "221 2.0.0"),
        Arguments.of("STARTTLS", "503 5.5.1"),
        Arguments.of("AUTH PLAIN", "334 "),
        Arguments.of("AUTH PLAIN ", "334 "),
        Arguments.of("AUTH LOGIN", "334 VXNlcm5hbWU6"),
        Arguments.of("AUTH LOGIN =", "535 5.7.8"),
        Arguments.of("AUTH CRAM-MD5", "504 5.5.4"),
        Arguments.of("DATA", "530 5.7.0"),
        Arguments.of("XCLIENT ADDR=192.0.2.1", "500 5.5.1"));
  }

  @ParameterizedTest
  @MethodSource("lines")
  void answersBeforeASignIn(String line, String reply) {
    Step step = DIALOGUE.on(Waiting.FRESH, SmtpCommand.parse(Line.of(line)), Protection.TLS);
    assertEquals(reply, said(step).substring(0, reply.length()));
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
  @EnumSource(DenialReason.class)
  void everyDenialSoundsTheSame(DenialReason reason) {
    Step step = SmtpDialogue.on(new SigningIn(Waiting.FRESH), new SignInOutcome.Denied(reason));
    assertEquals("535 5.7.8 Wrong user name or password\r\n", said(step));
    assertEquals(new Waiting("", 1, 0), step.next());
  }

  @Test
  void anOutageIsNoRefusal() {
    Step step = SmtpDialogue.on(new SigningIn(Waiting.FRESH), new SignInOutcome.TryLater("down"));
    assertEquals("454 4.7.0 Can't sign anybody in now, try later\r\n", said(step));
    assertEquals(Waiting.FRESH, step.next());
  }

  @Test
  void credentialsAreChecked() {
    SmtpCommand command = SmtpCommand.parse(Line.of("AUTH PLAIN AGFsaWNlAHB3"));
    Step step = DIALOGUE.on(new Waiting("laptop", 0, 0), command, Protection.TRUSTED_NETWORK);
    assertEquals("check alice", said(step));
    assertEquals(new SigningIn(new Waiting("laptop", 0, 0)), step.next());
  }

  @Test
  void tooManyMistakesEndIt() {
    SmtpState state = Waiting.FRESH;
    for (int i = 0; i < SmtpDialogue.MOST_MISTAKES; i++) {
      state =
          DIALOGUE
              .on(assertInstanceOf(Waiting.class, state), new SmtpCommand.Unknown(), Protection.TLS)
              .next();
    }
    assertInstanceOf(Over.class, state);
  }
}
