// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.portal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.net.SocketException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.integration.LineClient;
import org.latchkey.integration.TestServer;
import org.latchkey.integration.portal.PortalVisitor.Answer;

/** Requests that no browser would send: each is refused by a plain answer, and none is a bug. */
final class MalformedPortalRequestTest extends PortalUnderAttack {
  private static final int MEBIBYTE = 1 << 20;

  private PortalVisitor alice;

  MalformedPortalRequestTest(TestServer server) {
    super(server);
  }

  @BeforeEach
  void enrol() throws Exception {
    alice = portal.enrolled().visitor();
    alice.get("/portal/app-passwords");
  }

  /** Sends octets as they are, and gives all that comes until the end. */
  private String raw(byte[] octets) throws Exception {
    StringBuilder answer = new StringBuilder();
    try (LineClient client = LineClient.openTls(server.ports().https(), server.tls())) {
      try {
        client.sendOctets(octets);
      } catch (SocketException hungUp) {
        // The server needn't hear out what it has refused already: its answer is there to be read.
      }
      client.lineUntil(
          line -> {
            answer.append(line).append('\n');
            return false;
          });
    }
    return answer.toString();
  }

  private String raw(String method, String target, String more) throws Exception {
    String request =
        "%s %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nCookie: %s=%s\r\nConnection: close\r\n%s\r\n"
            .formatted(
                method, target, server.ports().https(), alice.cookieName(), alice.cookie(), more);
    return raw(request.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static void assertRefused(String answer) {
    assertTrue(answer.matches("(?s)HTTP/1\\.[01] 4\\d\\d .*"), answer);
    assertTellsNothing(answer);
  }

  private static void assertTellsNothing(String answer) {
    for (String secret :
        List.of("Exception", "org.latchkey", "io.vertx", "io.netty", "\tat ", "java.")) {
      assertFalse(answer.contains(secret), answer);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/portal/%zz",
        "/portal/app-passwords/%",
        "/portal/app-passwords/%00",
        "/portal/app-passwords/%c3%28",
        "/portal/app-passwords/..%2f..%2fadmin",
        "/portal/../../../etc/passwd",
        "/portal/%2e%2e/%2e%2e/etc/passwd",
        "/portal/./././nowhere",
        "/portal//nowhere",
        "/portal/nowhere;jsessionid=1",
        "/portal/assets/../templates/layout.jte",
        "/portal/assets/%2e%2e/messages.properties",
        "/portal/assets/",
        "/portal/set-up/",
        "/portal/set-up/made-up",
        "/portal/set-up/%00",
        "/portal/\u00ff\u00fe"
      })
  void oddPathIsNowhere(String path) throws Exception {
    assertRefused(raw("GET", path, ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"?next=%zz", "?next=%c3%28", "?%00=%00", "?next", "?=", "?&&&", "?next=a&next=b"})
  void oddQueryIsNoBug(String query) throws Exception {
    String answer = raw("GET", "/portal/sign-in" + query, "");
    assertTrue(answer.matches("(?s)HTTP/1\\.1 (303|4\\d\\d) .*"), answer);
    assertTellsNothing(answer);
  }

  @Test
  void deepPathIsNowhere() throws Exception {
    assertRefused(raw("GET", "/portal" + "/a".repeat(1500), ""));
    assertRefused(raw("GET", "/portal" + "/a".repeat(20_000), ""));
  }

  @Test
  void hugeHeadIsRefused() throws Exception {
    assertRefused(raw("GET", "/portal/", "X: " + "x".repeat(17_000) + "\r\n"));
  }

  @Test
  void hugeBodyIsRefused() throws Exception {
    HttpRequest.Builder form =
        alice
            .request("/portal/app-passwords")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString("csrf=" + "x".repeat(MEBIBYTE)));
    assertRefusedOrClosed(form);
    HttpRequest.Builder other =
        alice.request("/portal/app-passwords").POST(BodyPublishers.ofByteArray(new byte[MEBIBYTE]));
    assertRefusedOrClosed(other);
    HttpRequest.Builder discovery =
        alice
            .request("/autodiscover/autodiscover.xml")
            .POST(BodyPublishers.ofByteArray(new byte[MEBIBYTE]));
    assertRefusedOrClosed(discovery);
    assertTrue(PortalAtWork.isSignedIn(alice));
  }

  /** The answer may come, and the connection end, while the body is still being sent. */
  private void assertRefusedOrClosed(HttpRequest.Builder request) throws Exception {
    try {
      Answer answer = alice.send(request);
      assertTrue(answer.status() == 413 || answer.status() == 400, answer::toString);
      assertTellsNothing(answer.toString());
    } catch (java.io.IOException closed) {
      assertFalse(String.valueOf(closed.getMessage()).contains("timed out"));
    }
  }

  @Test
  void thousandsOfFieldsAreRefused() throws Exception {
    StringBuilder body = new StringBuilder("csrf=" + alice.token());
    for (int i = 0; i < 5000; i++) {
      body.append("&f").append(i).append("=1");
    }
    Answer answer =
        alice.send(
            alice
                .request("/portal/app-passwords")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body.toString())));
    assertTrue(answer.status() >= 400 && answer.status() < 500, answer::toString);
    assertTellsNothing(answer.toString());
  }

  @Test
  void formOfManyPartsMakesNothing() throws Exception {
    String part = "--x\r\nContent-Disposition: form-data; name=\"%s\"%s\r\n\r\n%s\r\n";
    String body =
        part.formatted("csrf", "", alice.token())
            + part.formatted("label", "", "Many parts")
            + part.formatted("preset", "; filename=\"../../preset\"", "mail")
            + "--x--\r\n";
    Answer answer =
        alice.send(
            alice
                .request("/portal/app-passwords")
                .header("Content-Type", "multipart/form-data; boundary=x")
                .POST(BodyPublishers.ofString(body)));
    assertTrue(answer.status() >= 400 && answer.status() < 500, answer::toString);
    assertFalse(alice.get("/portal/app-passwords").text().contains("Many parts"));
    Answer broken =
        alice.send(
            alice
                .request("/portal/app-passwords")
                .header("Content-Type", "multipart/form-data")
                .POST(BodyPublishers.ofString(body)));
    assertTrue(broken.status() >= 400 && broken.status() < 500, broken::toString);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"application/json", "text/plain", "text/xml", "application/x-java-object"})
  void otherKindOfBodyIsNoForm(String type) throws Exception {
    Answer answer =
        alice.send(
            alice
                .request("/portal/app-passwords")
                .header("Content-Type", type)
                .POST(
                    BodyPublishers.ofString(
                        PortalVisitor.encoded(
                            "csrf", alice.token(), "label", "No form", "preset", "mail"))));
    assertEquals(403, answer.status(), answer::toString);
  }

  @Test
  void ofAFieldThatIsRepeatedTheFirstCounts() throws Exception {
    Answer forged =
        alice.send(
            alice.form(
                "/portal/app-passwords",
                "csrf",
                "made-up",
                "csrf",
                alice.token(),
                "label",
                "Twice",
                "preset",
                "mail"));
    assertEquals(403, forged.status(), forged::toString);
    Answer made =
        alice.post("/portal/app-passwords", "label", "Erste", "label", "Zweite", "preset", "mail");
    assertEquals(200, made.status(), made::toString);
    assertTrue(made.text().contains("Erste") && !made.text().contains("Zweite"), made::toString);
  }

  @ParameterizedTest
  @CsvSource({
    "expires, +20000-01-01",
    "expires, +999999999-12-31",
    "expires, -2030-01-01",
    "expires, 10000-01-01",
    "idle, 99999999999999999999",
    "networks, 192.0.2.0/99999999999",
    "preset, nonsense"
  })
  void nonsenseInAFieldIsRefused(String field, String value) throws Exception {
    String[] fields = {field, value, "label", "Odd", "preset", "mail"};
    Answer answer = alice.post("/portal/app-passwords", fields);
    assertEquals(422, answer.status(), answer::toString);
    assertTrue(answer.text().contains("role=\"alert\""), answer::toString);
  }

  @Test
  void thousandsOfNetworksAreNoBug() throws Exception {
    StringBuilder networks = new StringBuilder();
    for (int i = 0; i < 5000; i++) {
      networks.append("10.").append(i >> 8).append('.').append(i & 255).append(".0/24,");
    }
    Answer answer =
        alice.post(
            "/portal/app-passwords",
            "label",
            "Everywhere",
            "preset",
            "mail",
            "networks",
            networks.toString());
    assertTrue(answer.status() < 500, answer::toString);
    assertTrue(alice.get("/portal/app-passwords").status() < 500);
  }

  /** Octets that are not UTF-8, and NULs, in every field of a form. */
  @Test
  void octetsThatAreNoTextAreNoBug() throws Exception {
    for (String octets : List.of("%ff%fe", "%00", "%c0%80", "%ed%a0%80", "%zz", "%", "%u0041")) {
      for (String form :
          List.of(
              "/app-passwords csrf= label= preset= expires= networks= idle= service=",
              "/sign-in csrf= login= password=",
              "/second-factor csrf= code=",
              "/recovery csrf= code=",
              "/password csrf= present= chosen= repeated=",
              "/factors/passkeys csrf= response= label=")) {
        String[] parts = form.split(" ", -1);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(("csrf=" + alice.token()).getBytes(StandardCharsets.US_ASCII));
        for (int i = 2; i < parts.length; i++) {
          body.writeBytes(("&" + parts[i] + octets).getBytes(StandardCharsets.US_ASCII));
        }
        Answer answer =
            alice.send(
                alice
                    .request("/portal" + parts[0])
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(BodyPublishers.ofByteArray(body.toByteArray())));
        assertTrue(answer.status() >= 400 && answer.status() < 500, () -> form + octets + answer);
        assertTellsNothing(answer.toString());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "PROPFIND", "REPORT"})
  void otherMethodIsNotAllowed(String method) throws Exception {
    for (String path :
        List.of("/portal/sign-in", "/portal/app-passwords", "/portal/assets/portal.css")) {
      String answer = raw(method, path, "");
      assertTrue(answer.startsWith("HTTP/1.1 405 "), answer);
      assertTrue(answer.toLowerCase(java.util.Locale.ROOT).contains("\nallow: get, head"), answer);
    }
    assertTrue(PortalAtWork.isSignedIn(alice));
  }

  @Test
  void headIsAGetWithoutABody() throws Exception {
    String answer = raw("HEAD", "/portal/app-passwords", "");
    assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
    assertFalse(answer.contains("<html"), answer);
    assertTrue(raw("HEAD", "/portal/sign-out", "").startsWith("HTTP/1.1 303 "));
    assertTrue(PortalAtWork.isSignedIn(alice));
  }

  @Test
  void oddHostIsNoBug() throws Exception {
    for (String host : List.of("", "a b", "[", "host:99999", "host:x", "\u00ff")) {
      String request =
          "POST /portal/sign-in HTTP/1.1\r\nHost: %s\r\nOrigin: https://x\r\n%sConnection: close\r\n\r\n"
              .formatted(host, "Content-Length: 0\r\n");
      assertRefused(raw(request.getBytes(StandardCharsets.ISO_8859_1)));
    }
  }

  @Test
  void oddCookieIsNoSession() throws Exception {
    for (String cookie :
        List.of("=", "x", ";;;", "__Host-latchkey", "__Host-latchkey=\"", "\u00ff=\u0001")) {
      String answer =
          raw(
              "GET /portal/app-passwords HTTP/1.1\r\nHost: x\r\nCookie: %s\r\nConnection: close\r\n\r\n"
                  .formatted(cookie)
                  .getBytes(StandardCharsets.ISO_8859_1));
      assertTrue(answer.matches("(?s)HTTP/1\\.1 (303|400) .*"), answer);
    }
  }
}
