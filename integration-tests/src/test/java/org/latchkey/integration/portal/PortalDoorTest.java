// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.portal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.latchkey.config.ListenerSettings;
import org.latchkey.config.Settings;
import org.latchkey.integration.SharedServer;
import org.latchkey.integration.TestAppPassword;
import org.latchkey.integration.TestServer;
import org.latchkey.integration.TestSettings;
import org.latchkey.integration.portal.PortalVisitor.Answer;

/** What every answer of the portal has, and whose the paths of a port are that it shares. */
@ExtendWith(SharedServer.class)
final class PortalDoorTest {
  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self';"
              + " connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
          "Strict-Transport-Security",
          "max-age=31536000",
          "X-Content-Type-Options",
          "nosniff",
          "X-Frame-Options",
          "DENY",
          "Referrer-Policy",
          "same-origin",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Cross-Origin-Resource-Policy",
          "same-origin");

  private final TestServer server;
  private final PortalAtWork portal;

  PortalDoorTest(TestServer server) {
    this.server = server;
    portal = new PortalAtWork(server);
  }

  @AfterEach
  void close() {
    portal.close();
  }

  private static void assertHeaders(int status, String caching, Answer answer) {
    assertEquals(status, answer.status(), answer::toString);
    HEADERS.forEach((name, value) -> assertEquals(value, answer.header(name), answer::toString));
    assertEquals(caching, answer.header("Cache-Control"), answer::toString);
    assertEquals("", answer.header("Server"));
  }

  @Test
  void everyAnswerIsGuarded() throws Exception {
    PortalVisitor visitor = portal.visitor();
    assertHeaders(200, "no-store", visitor.get("/portal/sign-in"));
    assertHeaders(303, "no-store", visitor.get("/portal/"));
    assertHeaders(303, "no-store", visitor.get("/portal/app-passwords"));
    assertHeaders(404, "no-store", visitor.get("/portal/nowhere"));
    assertHeaders(410, "no-store", visitor.get("/portal/set-up/made-up"));
    assertHeaders(400, "no-store", visitor.get("/portal/sign-in?next=//evil.example"));
    assertHeaders(403, "no-store", visitor.post("/portal/sign-in", "login", "x", "password", "x"));
    visitor.token("made-up");
    assertHeaders(403, "no-store", visitor.post("/portal/sign-in"));
    assertHeaders(405, "no-store", visitor.send(visitor.request("/portal/sign-in").DELETE()));
    assertHeaders(
        413,
        "no-store",
        visitor.send(
            visitor.request("/portal/sign-in").POST(BodyPublishers.ofByteArray(new byte[65_537]))));
    for (String asset : List.of("portal.css", "portal.js", "icon.svg")) {
      assertHeaders(200, "public, max-age=300", visitor.get("/portal/assets/" + asset));
    }
    assertHeaders(200, "no-store", visitor.get("/mail/config-v1.1.xml"));
    assertHeaders(303, "no-store", portal.enrolled().visitor().post("/portal/sign-out"));
  }

  @Test
  void whoIsSignedInIsNowhereInACache() throws Exception {
    PortalVisitor alice = portal.enrolled().visitor();
    for (String page :
        List.of(
            "app-passwords", "app-passwords/new", "devices", "factors", "password", "history")) {
      assertHeaders(200, "no-store", alice.get("/portal/" + page));
    }
  }

  private HttpResponse<String> ask(String method, String path, String... headers) throws Exception {
    return ask(server, method, path, headers);
  }

  private static HttpResponse<String> ask(
      TestServer server, String method, String path, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create("https://" + TestServer.HOST + ":" + server.ports().https() + path))
            .method(method, BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    try (HttpClient client = PortalAtWork.client(server)) {
      return client.send(request.build(), BodyHandlers.ofString());
    }
  }

  private static String basic(TestAppPassword as) {
    String pair = as.account().login() + ":" + as.secret();
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void contactsAndCalendarsKeepTheirPathsOnTheSharedPort() throws Exception {
    TestAppPassword made = server.admin().make(server.account(), "Contacts");
    String browser = "text/html,application/xhtml+xml";
    assertEquals(301, ask("PROPFIND", "/.well-known/carddav").statusCode());
    for (String path : List.of("/", "/carddav/", "/caldav/")) {
      assertEquals(401, ask("PROPFIND", path, "Depth", "0").statusCode(), path);
      assertEquals(401, ask("PROPFIND", path, "Depth", "0", "Accept", browser).statusCode(), path);
      assertEquals(
          207,
          ask("PROPFIND", path, "Depth", "0", "Accept", browser, "Authorization", basic(made))
              .statusCode(),
          path);
    }
    assertEquals(401, ask("GET", "/carddav/", "Accept", browser).statusCode());
    assertEquals(404, ask("GET", "/portalx", "Accept", browser).statusCode());
    assertEquals(401, ask("GET", "/", "Accept", "*/*").statusCode());
    assertFalse(
        ask("GET", "/", "Accept", browser, "Authorization", basic(made))
            .headers()
            .firstValue("Location")
            .isPresent());
  }

  @Test
  void browserAtTheDoorIsShownIn() throws Exception {
    HttpResponse<String> answer = ask("GET", "/", "Accept", "text/html,application/xhtml+xml");
    assertEquals(303, answer.statusCode());
    assertEquals("/portal/", answer.headers().firstValue("Location").orElse(""));
  }

  /** What signs in to contacts is nothing to the portal. */
  @Test
  void basicAuthenticationIsNoSession() throws Exception {
    TestAppPassword made = server.admin().make(server.account(), "Contacts");
    HttpResponse<String> answer = ask("GET", "/portal/app-passwords", "Authorization", basic(made));
    assertEquals("/portal/sign-in", answer.headers().firstValue("Location").orElse(""));
  }

  private static Settings onItsOwnPort() {
    Settings usual = TestSettings.usual();
    int portal = Settings.defaults().listeners().portal().port();
    return usual.toBuilder()
        .listeners(
            Settings.defaults()
                .listeners()
                .withPorts(
                    each ->
                        new ListenerSettings(
                            each.enabled() || each.port() == portal, TestServer.HOST, 0)))
        .build();
  }

  @Test
  void portalOnItsOwnPortIsNotOnTheOther(@TempDir Path folder) throws Exception {
    try (TestServer apart = TestServer.start(folder.resolve("data"), onItsOwnPort());
        PortalAtWork own = new PortalAtWork(apart)) {
      assertTrue(apart.ports().portal() != 0 && apart.ports().portal() != apart.ports().https());
      PortalVisitor alice = own.enrolled().visitor();
      assertTrue(PortalAtWork.isSignedIn(alice));
      String link = PortalAtWork.make(alice, "Phone", "everything").link();
      for (String path :
          List.of("/portal/", "/portal/sign-in", "/portal/assets/portal.css", link)) {
        assertEquals(404, ask(apart, "GET", path, "Accept", "text/html").statusCode(), path);
      }
      assertEquals(401, ask(apart, "GET", "/", "Accept", "text/html").statusCode());
      assertEquals(200, ask(apart, "GET", "/mail/config-v1.1.xml").statusCode());
      assertEquals(200, ask(apart, "GET", "/autodiscover/autodiscover.xml").statusCode());
      String changePassword =
          ask(apart, "GET", "/.well-known/change-password")
              .headers()
              .firstValue("Location")
              .orElse("");
      assertTrue(
          changePassword.endsWith(":" + apart.ports().portal() + "/portal/password"),
          changePassword);
      assertEquals(200, own.visitor().get(link).status());
      assertEquals(404, own.visitor().get("/carddav/").status());
    }
  }
}
