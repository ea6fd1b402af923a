// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.sieve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.latchkey.adapters.Said;
import org.latchkey.adapters.line.Line;
import org.latchkey.adapters.net.Protection;
import org.latchkey.adapters.signin.SignInState.Authenticating;
import org.latchkey.adapters.signin.SignInState.Waiting;
import org.latchkey.adapters.signin.Step;

final class SieveDialogueTest {
  private static Step on(String command, Protection protection) {
    return SieveDialogue.on(
        Waiting.FRESH, SieveCommand.parse(Line.of(command)), protection, Optional.empty());
  }

  static List<Arguments> commands() {
    return List.of(
        Arguments.of("capability", Protection.TLS, "\"IMPLEMENTATION\" \"Latchkey\""),
        Arguments.of("CAPABILITY x", Protection.TLS, "NO \"Invalid arguments\""),
        Arguments.of("STARTTLS", Protection.NONE, "OK \"Begin TLS\""),
        Arguments.of("STARTTLS", Protection.TLS, "NO \"TLS is up already\""),
        Arguments.of(
            "AUTHENTICATE \"PLAIN\"",
            Protection.NONE,
            "NO (ENCRYPT-NEEDED) \"Use TLS to sign in\""),
        Arguments.of("AUTHENTICATE \"PLAIN\"", Protection.TLS, "\"\""),
        Arguments.of("AUTHENTICATE {5+}\r\nPLAIN \"AGFsaWNlAHB3\"", Protection.TLS, "check alice"),
        Arguments.of("AUTHENTICATE \"PLAIN\" {12+}\r\nAGFsaWNlAHB3", Protection.TLS, "check alice"),
        Arguments.of(
            "AUTHENTICATE \"PLAIN\" \"AGFsaWNlAHB3\" x",
            Protection.TLS,
            "NO \"Invalid arguments\""),
        Arguments.of("AUTHENTICATE \"PLAIN\" x", Protection.TLS, "NO \"Invalid arguments\""),
        Arguments.of("AUTHENTICATE PLAIN", Protection.TLS, "NO \"Invalid arguments\""),
        Arguments.of("AUTHENTICATE", Protection.TLS, "NO \"Invalid arguments\""),
        Arguments.of("AUTHENTICATE \"GSSAPI\"", Protection.TLS, "NO \"Unknown mechanism\""),
        Arguments.of("NOOP", Protection.NONE, "OK \"Done\""),
        Arguments.of("NOOP \"a\"", Protection.NONE, "OK (TAG \"a\") \"Done\""),
        Arguments.of("NOOP a", Protection.NONE, "NO \"Invalid arguments\""),
        Arguments.of(
            "NOOP \"" + "a".repeat(129) + "\"", Protection.NONE, "NO \"Invalid arguments\""),
        Arguments.of("LISTSCRIPTS", Protection.TLS, "NO \"Sign in first\""),
        Arguments.of("UNAUTHENTICATE", Protection.TLS, "NO \"Sign in first\""),
        Arguments.of("LOGOUT", Protection.NONE, "OK \"Bye\""),
        Arguments.of("", Protection.NONE, "NO \"Unknown command\""));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void answersBeforeASignIn(String command, Protection protection, String answer) {
    assertEquals(answer, Said.in(on(command, protection)).lines().findFirst().orElse(""));
  }

  @Test
  void mechanismsAreOfferedOnlyWhereTheyCanBeUsed() {
    assertTrue(Said.in(on("CAPABILITY", Protection.NONE)).contains("\"SASL\" \"\"\r\n"));
    for (Protection good : List.of(Protection.TLS, Protection.TRUSTED_NETWORK)) {
      assertTrue(Said.in(on("CAPABILITY", good)).contains("\"SASL\" \"PLAIN LOGIN\"\r\n"));
    }
    assertTrue(Said.in(on("CAPABILITY", Protection.NONE)).contains("\"STARTTLS\"\r\n"));
    assertFalse(Said.in(on("CAPABILITY", Protection.TLS)).contains("STARTTLS"));
  }

  static List<Arguments> responses() {
    return List.of(
        Arguments.of("\"AGFsaWNlAHB3\"", "check alice"),
        Arguments.of("{12+}\r\nAGFsaWNlAHB3", "check alice"),
        Arguments.of("\"*\"", "NO \"Sign-in aborted\""),
        Arguments.of("*", "NO \"Invalid base64\""),
        Arguments.of("AGFsaWNlAHB3", "NO \"Invalid base64\""),
        Arguments.of("\"AGFsaWNlAHB3\" ", "check alice"),
        Arguments.of("\"AGFsaWNlAHB3\" x", "NO \"Invalid base64\""),
        Arguments.of("\"\"", "NO \"Wrong user name or password\""));
  }

  @ParameterizedTest
  @MethodSource("responses")
  void aResponseIsAString(String response, String answer) {
    Authenticating state =
        assertInstanceOf(Authenticating.class, on("AUTHENTICATE \"PLAIN\"", Protection.TLS).next());
    assertEquals(answer, Said.in(SieveDialogue.on(state, Line.of(response))).strip());
  }
}
