// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.page;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.benmanes.caffeine.cache.Ticker;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.config.PortalSettings;
import org.latchkey.core.factor.RelyingParty;
import org.latchkey.portal.session.PortalSession;
import org.latchkey.portal.session.PortalSessions;

final class PasskeyOptionsTest {
  private final PasskeyOptions options =
      new PasskeyOptions(
          () -> new RelyingParty("localhost", "Latchkey", Set.of("https://localhost")),
          new SecureRandom());
  private final PortalSession session =
      new PortalSessions(PortalSettings.defaults(), new SecureRandom(), Ticker.systemTicker())
          .open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1));

  /** The challenge of a page that asks for a passkey. */
  private String asked() {
    return new JsonObject(options.request(session)).getString("challenge");
  }

  private static String response(String clientData) {
    byte[] octets = clientData.getBytes(StandardCharsets.UTF_8);
    String encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    return new JsonObject()
        .put("response", new JsonObject().put("clientDataJSON", encoded))
        .encode();
  }

  private static String answer(String challenge) {
    return response(new JsonObject().put("challenge", challenge).encode());
  }

  @Test
  void passkeyIsTakenOnEachOfTheTabsThatAskForOne() {
    String first = asked();
    String second = asked();
    for (String each : new String[] {first, second}) {
      assertArrayEquals(
          Base64.getUrlDecoder().decode(each),
          PasskeyOptions.answered(session, answer(each)).orElseThrow());
      assertTrue(session.answeredWell(Base64.getUrlDecoder().decode(each)));
      assertTrue(PasskeyOptions.answered(session, answer(each)).isEmpty());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "{\"response\":1}",
        "{\"response\":{}}",
        "{\"response\":{\"clientDataJSON\":\"!\"}}"
      })
  void whatIsNoAnswerIsToNoChallenge(String response) {
    assertTrue(PasskeyOptions.answered(session, response).isEmpty());
  }

  @Test
  void answerWithoutAChallengeIsToNone() {
    for (String clientData : new String[] {"", "[]", "{}", "{\"challenge\":1}"}) {
      assertTrue(PasskeyOptions.answered(session, response(clientData)).isEmpty());
    }
  }
}
