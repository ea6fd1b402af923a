// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.sasl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LoginTest {
  @Test
  void nameThenPassword() {
    SaslExchange exchange = new Login();
    assertEquals("Username:", exchange.firstChallenge());
    var challenge =
        assertInstanceOf(SaslExchange.Challenge.class, exchange.respond(octets("alice")));
    assertEquals("Password:", challenge.text());
    assertCredentials(challenge.next().respond(octets("hunter2")));
  }

  @Test
  void aNameThatCameWithTheCommandIsNotAskedForAgain() {
    SaslExchange exchange = new Login(Optional.of("alice"));
    assertEquals("Password:", exchange.firstChallenge());
    assertCredentials(exchange.respond(octets("hunter2")));
  }

  private static void assertCredentials(SaslExchange.Step step) {
    var credentials = assertInstanceOf(SaslExchange.Credentials.class, step);
    assertEquals("alice", credentials.authenticationIdentity());
    assertArrayEquals(octets("hunter2"), credentials.secret().octets());
    assertFalse(step.toString().contains("hunter2"), step.toString());
  }

  @Test
  void anEmptyNameFails() {
    assertInstanceOf(SaslExchange.Failure.class, new Login().respond(new byte[0]));
  }

  @Test
  void anOverlongNameFails() {
    assertInstanceOf(SaslExchange.Challenge.class, new Login().respond(octets("a".repeat(1024))));
    assertInstanceOf(SaslExchange.Failure.class, new Login().respond(octets("a".repeat(1025))));
  }

  @Test
  void aNameThatIsNotUtf8Fails() {
    assertInstanceOf(
        SaslExchange.Failure.class, new Login().respond(new byte[] {'a', (byte) 0xff}));
  }

  @Test
  void anEmptyPasswordFails() {
    assertInstanceOf(
        SaslExchange.Failure.class, new Login(Optional.of("alice")).respond(new byte[0]));
  }

  @Test
  void closingTheSecretWipesTheResponse() {
    byte[] response = octets("hunter2");
    var credentials =
        assertInstanceOf(
            SaslExchange.Credentials.class, new Login(Optional.of("alice")).respond(response));
    credentials.secret().close();
    assertArrayEquals(new byte[7], response);
  }

  @ParameterizedTest
  @CsvSource({"PLAIN, PLAIN", "plain, PLAIN", "Login, LOGIN"})
  void aMechanismIsFoundByItsNameInAnyCase(String name, SaslMechanism mechanism) {
    assertEquals(Optional.of(mechanism), SaslMechanism.byName(name));
  }

  @ParameterizedTest
  @CsvSource({"CRAM-MD5", "PLAIN2", "''", "EXTERNAL"})
  void whatIsNotOfferedIsNotFound(String name) {
    assertTrue(SaslMechanism.byName(name).isEmpty());
  }

  @Test
  void eachMechanismStartsItsOwnExchange() {
    assertEquals(new Plain(), SaslMechanism.PLAIN.start());
    assertEquals(new Login(), SaslMechanism.LOGIN.start());
  }

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
