// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.latchkey.adapters.line.Line;
import org.latchkey.adapters.line.SaslRequest;
import org.latchkey.adapters.line.SaslText;
import org.latchkey.core.account.LoginName;
import org.latchkey.core.password.Secret;
import org.latchkey.core.sasl.Login;
import org.latchkey.core.sasl.Plain;
import org.latchkey.core.sasl.SaslExchange;

/** An input is a line; where it is base64, what that holds is a message too. */
final class SaslFuzzTest {
  private static final Pattern BASE64 =
      Pattern.compile("(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?");
  private static final Pattern BLANKS_AT_THE_END = Pattern.compile("[ \t]+\\z");
  private static final Pattern BLANKS = Pattern.compile("\\A[ \t]+|[ \t]+\\z");
  private static final int MAX_IDENTITY_OCTETS = 1024;

  @FuzzTest(maxDuration = "1m")
  void onlyWholeCredentialsAreTaken(byte[] input) {
    String text = new String(input, StandardCharsets.ISO_8859_1);
    Line line = Line.of(text);
    String trimmed = BLANKS_AT_THE_END.matcher(text).replaceFirst("");
    Optional<Secret> response = SaslText.response(line);
    assertEquals(BASE64.matcher(trimmed).matches(), response.isPresent(), "base64");
    assertInitialResponse(text, response);
    assertEquals(trimmed.equals("*"), SaslText.isAbort(line));
    response.ifPresent(
        message -> {
          assertSaysTheSame(trimmed, message.octets());
          exchange(message.octets());
        });
    exchange(input);
  }

  /** As an initial response, blanks in front don't count either, and nothing at all is none. */
  private static void assertInitialResponse(String text, Optional<Secret> response) {
    String trimmed = BLANKS.matcher(text).replaceAll("");
    switch (SaslRequest.parse(Line.of("PLAIN " + text), 0)) {
      case SaslRequest.Begin(String mechanism, Optional<Secret> initial) -> {
        assertEquals("PLAIN", mechanism);
        assertEquals(trimmed.isEmpty(), initial.isEmpty());
        assertTrue(trimmed.equals("=") || BASE64.matcher(trimmed).matches());
      }
      case SaslRequest.NotBase64 _ -> assertTrue(response.isEmpty() && !trimmed.equals("="));
      case SaslRequest.NoMechanism _ -> throw new AssertionError("there is one");
    }
  }

  /** All but the last digit, whose low bits nobody looks at. */
  private static void assertSaysTheSame(String base64, byte[] message) {
    String digits = base64.replace("=", "");
    String again = Base64.getEncoder().withoutPadding().encodeToString(message);
    int same = Math.max(0, digits.length() - 1);
    assertEquals(digits.length(), again.length());
    assertEquals(digits.substring(0, same), again.substring(0, same));
  }

  private static void exchange(byte[] message) {
    plain(message);
    login(message);
  }

  private static void plain(byte[] message) {
    String[] parts = new String(message, StandardCharsets.ISO_8859_1).split("\0", -1);
    boolean good = parts.length == 3 && isName(parts[1]) && !parts[2].isEmpty();
    good = good && (parts[0].isEmpty() || isSameName(parts[0], parts[1]));
    byte[] given = message.clone();
    switch (new Plain().respond(given)) {
      case SaslExchange.Credentials(String name, Secret secret) -> {
        assertTrue(good, "an incomplete or a foreign identity");
        assertArrayEquals(octets(parts[1]), name.getBytes(StandardCharsets.UTF_8));
        assertArrayEquals(octets(parts[2]), secret.octets());
      }
      case SaslExchange.Failure _ ->
          assertTrue(!good || parts[1].length() > MAX_IDENTITY_OCTETS, "refused");
      case SaslExchange.Challenge _ -> throw new AssertionError("PLAIN asks nothing");
    }
    assertArrayEquals(new byte[message.length], given, "not wiped");
  }

  private static boolean isSameName(String one, String other) {
    return isName(one)
        && isName(other)
        && LoginName.same(
            new String(octets(one), StandardCharsets.UTF_8),
            new String(octets(other), StandardCharsets.UTF_8));
  }

  private static void login(byte[] message) {
    String text = new String(message, StandardCharsets.ISO_8859_1);
    boolean good = isName(text) && message.length <= MAX_IDENTITY_OCTETS;
    switch (new Login().respond(message.clone())) {
      case SaslExchange.Challenge(String asks, SaslExchange next) -> {
        assertTrue(good && asks.equals("Password:"));
        assertInstanceOf(SaslExchange.Failure.class, next.respond(new byte[0]));
        SaslExchange.Credentials all =
            assertInstanceOf(SaslExchange.Credentials.class, next.respond(message.clone()));
        assertArrayEquals(message, all.authenticationIdentity().getBytes(StandardCharsets.UTF_8));
        assertArrayEquals(message, all.secret().octets());
      }
      case SaslExchange.Failure _ -> assertTrue(!good, "refused");
      case SaslExchange.Credentials _ -> throw new AssertionError("no password was asked for");
    }
  }

  private static boolean isName(String latin1) {
    try {
      return !latin1.isEmpty()
          && StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(octets(latin1)))
              .hasRemaining();
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static byte[] octets(String latin1) {
    return latin1.getBytes(StandardCharsets.ISO_8859_1);
  }
}
