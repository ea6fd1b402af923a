// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.latchkey.adapters.Said;
import org.latchkey.adapters.line.Line;
import org.latchkey.adapters.net.Protection;
import org.latchkey.adapters.signin.SignInState.SigningIn;
import org.latchkey.adapters.signin.SignInState.Waiting;
import org.latchkey.adapters.signin.Step;

final class SmtpDialogueTest {
  private static final SmtpDialogue DIALOGUE =
      new SmtpDialogue(new SmtpReplies("mail.example.org"), Optional::empty);

  static List<Arguments> lines() {
    return List.of(
        Arguments.of("ehlo  a", "250-mail.example.org"),
        Arguments.of("EHLO mein rechner", "250-mail.example.org"),
        Arguments.of("EHLO " + "x".repeat(300), "250-mail.example.org"),
        Arguments.of("EHLO [IPv6:2001:db8::1]", "250-mail.example.org"),
        Arguments.of("EHLO my_pc.local", "250-mail.example.org"),
        Arguments.of("EHLO \u00e4\u001b", "250-mail.example.org"),
        Arguments.of("EHLO", "501 5.5.4"),
        Arguments.of("EHLO  \t ", "501 5.5.4"),
        Arguments.of("QUIT ", "221 2.0.0"),
        Arguments.of("RSET\t", "250 2.0.0"),
        Arguments.of("BDAT", "501 5.5.4"),
        Arguments.of("BDAT x LAST", "501 5.5.4"),
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
    assertEquals(reply, Said.in(step).substring(0, reply.length()));
  }

  @Test
  void credentialsAreChecked() {
    SmtpCommand command = SmtpCommand.parse(Line.of("AUTH PLAIN AGFsaWNlAHB3"));
    Step step = DIALOGUE.on(Waiting.FRESH.named("laptop"), command, Protection.TRUSTED_NETWORK);
    assertEquals("check alice", Said.in(step));
    assertEquals(new SigningIn(Waiting.FRESH.named("laptop"), SmtpWords.INSTANCE), step.next());
  }
}
