// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.portal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latchkey.integration.LineClient;
import org.latchkey.integration.TestServer;
import org.latchkey.integration.portal.PortalVisitor.Answer;

/** What a browser is answered that asks for what is no page, or sends what can't be read. */
final class NoSuchRequestTest extends PortalUnderAttack {
  private static final String FORM = "application/x-www-form-urlencoded";

  NoSuchRequestTest(TestServer server) {
    super(server);
  }

  /** Return pressed in the address bar, after a form led there. */
  @ParameterizedTest
  @CsvSource({
    "/sign-in/passkey, /sign-in",
    "/sign-out, /",
    "/second-factor/passkey, /second-factor",
    "/factors/app/remove, /factors",
    "/factors/passkeys, /factors/passkeys/new",
    "/factors/passkeys/name, /factors/passkeys/new",
    "/factors/passkeys/0aZ_-/remove, /factors",
    "/factors/recovery-codes, /factors",
    "/devices/sign-out, /devices",
    "/devices/0a-9f/sign-out, /devices",
    "/devices/%0d%0aX:y/sign-out, /devices"
  })
  void addressThatAFormLedToLeadsToTheFormsPage(String address, String page) throws Exception {
    PortalVisitor visitor = portal.visitor();
    Answer answer = visitor.get("/portal" + address);
    assertEquals(303, answer.status(), answer::toString);
    assertEquals("/portal" + page, answer.header("Location"), answer::toString);
    Answer head =
        visitor.send(visitor.request("/portal" + address).method("HEAD", BodyPublishers.noBody()));
    assertEquals(303, head.status(), head::toString);
    assertEquals(405, visitor.send(visitor.request("/portal" + address).DELETE()).status());
  }

  private static void assertPage(int status, String words, Answer answer) {
    assertEquals(status, answer.status(), answer::toString);
    assertEquals("text/html; charset=utf-8", answer.header("Content-Type"));
    assertTrue(answer.header("Content-Security-Policy").startsWith("default-src 'none'"));
    assertTrue(answer.text().contains("<h1>That did not work</h1>"), answer::toString);
    assertTrue(answer.text().contains(words), answer::toString);
    assertTrue(answer.text().contains("href=\"/portal/\""), answer::toString);
  }

  @Test
  void whatComesToNoPageIsAnsweredByOne() throws Exception {
    PortalVisitor visitor = portal.visitor();
    String large = "login=" + "x".repeat(70_000);
    assertPage(
        413,
        "more than fits into a form",
        visitor.send(
            visitor
                .request("/portal/sign-in")
                .header("Content-Type", FORM)
                .POST(BodyPublishers.ofString(large))));
    assertPage(
        400,
        "can’t be read here",
        // The connection on which too much came is over.
        portal
            .visitor(PortalAtWork.client(server))
            .send(
                visitor
                    .request("/portal/sign-in")
                    .header("Content-Type", FORM)
                    .POST(BodyPublishers.ofString("a=1&".repeat(2000)))));
    assertPage(405, "in that way", visitor.send(visitor.request("/portal/app-passwords").DELETE()));
  }

  @Test
  void pathThatCantBeReadIsAnsweredByAPage() throws Exception {
    StringBuilder answer = new StringBuilder();
    String request = "GET /portal/%zz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
    try (LineClient client = LineClient.openTls(server.ports().https(), server.tls())) {
      client.sendOctets(request.getBytes(StandardCharsets.US_ASCII));
      client.lineUntil(
          line -> {
            answer.append(line).append('\n');
            return false;
          });
    }
    assertTrue(answer.toString().startsWith("HTTP/1.1 400 "), answer::toString);
    assertTrue(answer.toString().contains("<h1>That did not work</h1>"), answer::toString);
    assertTrue(answer.toString().contains("\nContent-Security-Policy: "), answer::toString);
  }

  @Test
  void clientsThatLookForTheServerGetNoPage() throws Exception {
    PortalVisitor client = portal.visitor();
    Answer answer =
        client.send(
            client
                .request("/autodiscover/autodiscover.xml")
                .POST(BodyPublishers.ofByteArray(new byte[70_000])));
    assertEquals(413, answer.status(), answer::toString);
    assertEquals("", answer.text());
  }
}
