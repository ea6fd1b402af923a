// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latchkey.adapters.Said;
import org.latchkey.adapters.line.Line;
import org.latchkey.adapters.net.Protection;
import org.latchkey.adapters.signin.SignInState.Waiting;
import org.latchkey.adapters.signin.Step;
import org.latchkey.core.password.Secret;

final class ImapDialogueTest {
  private static final Waiting FRESH = Waiting.FRESH;

  private static Step on(String command, Protection protection) {
    return ImapDialogue.on(
        FRESH, ImapCommand.parse(Line.of(command)), protection, Optional.empty());
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
    assertEquals(answer, Said.in(on(command, protection)).strip());
  }

  @Test
  void aPasswordRefusedForWantOfTlsIsWiped() {
    byte[] octets = "secret".getBytes(StandardCharsets.US_ASCII);
    ImapDialogue.on(
        FRESH,
        new ImapCommand.Login("a", "alice", Secret.takeOver(octets)),
        Protection.NONE,
        Optional.empty());
    assertEquals("\0\0\0\0\0\0", new String(octets, StandardCharsets.US_ASCII));
  }
}
