// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.sasl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PlainTest {
  /** A bar stands for NUL. */
  @ParameterizedTest
  @CsvSource({
    "|alice|secret, alice, secret",
    "alice|alice|secret, alice, secret",
    "|alice@example.org|p w, alice@example.org, p w",
    "|ältere|pässwörd, ältere, pässwörd",
    "|user*master|secret, user*master, secret",
    "ALICE|alice|secret, alice, secret",
    "alice |Alice|secret, Alice, secret",
    "ａｌｉｃｅ|alice|secret, alice, secret",
  })
  void credentialsAreTaken(String message, String name, String password) {
    var credentials =
        assertInstanceOf(SaslExchange.Credentials.class, new Plain().respond(octets(message)));
    assertEquals(name, credentials.authenticationIdentity());
    assertArrayEquals(password.getBytes(StandardCharsets.UTF_8), credentials.secret().octets());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "|",
        "alice",
        "alice|secret",
        "|alice|", // no password
        "||secret", // no identity
        "||",
        "|||",
        "|alice|sec|ret",
        "|alice|secret|",
        "||alice|secret",
        "bob|alice|secret",
        "alice@example.org|alice|secret",
        "al ice|ali ce|secret",
        "alice|alice",
      })
  void anythingElseFails(String message) {
    assertInstanceOf(SaslExchange.Failure.class, new Plain().respond(octets(message)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"00ff0061", "ff0061006100", "00c380c30061", "00c0800061", "0061eda0800061"})
  void anIdentityThatIsNotUtf8Fails(String hex) {
    assertInstanceOf(SaslExchange.Failure.class, new Plain().respond(HexFormat.of().parseHex(hex)));
  }

  @Test
  void overlongIdentitiesFail() {
    String longest = "|" + "a".repeat(2046) + "|secret";
    assertInstanceOf(SaslExchange.Credentials.class, new Plain().respond(octets(longest)));
    String longer = "|" + "a".repeat(2048) + "|secret";
    assertInstanceOf(SaslExchange.Failure.class, new Plain().respond(octets(longer)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"|alice|hunter2", "bob|alice|hunter2", "alice|hunter2", "|alice|h|unter2"})
  void theMessageIsWipedWhateverComesOfIt(String message) {
    byte[] octets = octets(message);
    SaslExchange.Step step = new Plain().respond(octets);
    assertArrayEquals(new byte[octets.length], octets);
    assertFalse(step.toString().contains("hunter2"), step.toString());
  }

  @Test
  void aFailureSaysNothingOfTheClients() {
    var failure =
        assertInstanceOf(
            SaslExchange.Failure.class, new Plain().respond(octets("mallory|alice|hunter2")));
    assertFalse(failure.why().matches(".*(mallory|alice|hunter2).*"));
  }

  @Test
  void theServerWaitsForTheClientsFirstWord() {
    assertEquals("", new Plain().firstChallenge());
  }

  private static byte[] octets(String message) {
    return message.replace('|', '\0').getBytes(StandardCharsets.UTF_8);
  }
}
