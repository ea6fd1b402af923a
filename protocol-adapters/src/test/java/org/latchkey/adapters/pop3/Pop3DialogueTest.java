// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.pop3;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latchkey.adapters.Said;
import org.latchkey.adapters.line.Line;
import org.latchkey.adapters.net.Protection;
import org.latchkey.adapters.signin.SignInState.Waiting;
import org.latchkey.adapters.signin.Step;

final class Pop3DialogueTest {
  private static final Waiting NAMED = Waiting.FRESH.as("alice");

  private static Step on(Waiting state, String command, Protection protection) {
    return Pop3Dialogue.on(
        state, Pop3Command.parse(Line.of(command)), protection, Optional.empty());
  }

  @ParameterizedTest
  @CsvSource({
    "capa, NONE, +OK",
    "CAPA x, TLS, -ERR Invalid arguments",
    "STLS, NONE, +OK Begin TLS",
    "STLS, TRUSTED_NETWORK, +OK Begin TLS",
    "STLS, TLS, -ERR TLS is up already",
    "USER alice, NONE, -ERR Use TLS to sign in",
    "USER alice, TLS, +OK Send the password",
    "USER, TLS, -ERR Invalid arguments",
    "PASS secret, NONE, -ERR Use TLS to sign in",
    "PASS secret, TLS, -ERR USER first",
    "AUTH, TLS, +OK",
    "AUTH, NONE, -ERR Use TLS to sign in",
    "AUTH PLAIN, TLS, +",
    "'AUTH PLAIN ', TLS, +",
    "AUTH  PLAIN, TLS, +",
    "AUTH PLAIN AGFsaWNlAHB3, TLS, check alice",
    "AUTH PLAIN AGFsaWNlAHB3, NONE, -ERR Use TLS to sign in",
    "AUTH PLAIN ~, TLS, -ERR Invalid base64",
    "AUTH CRAM-MD5, TLS, -ERR Unknown mechanism",
    "NOOP, TLS, -ERR Sign in first",
    "RETR 1, TLS, -ERR Sign in first",
    "QUIT, TLS, +OK Bye",
    "QUIT now, TLS, -ERR Invalid arguments",
    "'', TLS, -ERR Unknown command"
  })
  void answersBeforeASignIn(String command, Protection protection, String answer) {
    String said = Said.in(on(Waiting.FRESH, command, protection));
    assertEquals(answer, said.lines().findFirst().orElse("").strip());
  }

  @Test
  void aBareMechanismIsAnsweredWithAPlusAndASpace() {
    assertEquals("+ \r\n", Said.in(on(Waiting.FRESH, "AUTH PLAIN", Protection.TLS)));
  }

  @Test
  void aPasswordBehindAUserIsCheckedSpacesAndAll() {
    assertEquals("check alice", Said.in(on(NAMED, "PASS  a b ", Protection.TLS)));
    try (var password = ((Pop3Command.Pass) Pop3Command.parse(Line.of("PASS  a b "))).password()) {
      assertEquals(
          " a b ", new String(password.octets(), java.nio.charset.StandardCharsets.US_ASCII));
    }
  }

  @Test
  void anEmptyPasswordIsRefused() {
    assertEquals(
        "-ERR [AUTH] Wrong user name or password\r\n", Said.in(on(NAMED, "PASS ", Protection.TLS)));
  }

  @ParameterizedTest
  @CsvSource({"CAPA", "STLS", "AUTH", "FROB", "NOOP", "AUTH ~"})
  void anyOtherCommandForgetsTheUser(String command) {
    Waiting next = (Waiting) on(NAMED, command, Protection.TRUSTED_NETWORK).next();
    assertEquals("", next.userName());
  }
}
