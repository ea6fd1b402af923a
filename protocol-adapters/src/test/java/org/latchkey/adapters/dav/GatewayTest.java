// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jwt.SignedJWT;
import io.vertx.core.http.HttpServerRequest;
import java.net.http.HttpClient.Version;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.adapters.dav.gateway.Routes;
import org.latchkey.core.account.Service;
import org.latchkey.core.audit.AuditEvent;
import org.latchkey.core.upstream.UpstreamAddress;
import org.latchkey.core.upstream.UpstreamFailure;

/** What the upstream sees of a request, and the client of the answer. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
final class GatewayTest {
  private TestCertificate certificate;
  private TestUpstream upstream;
  private TestUpstream other;
  private Rig rig;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    certificate = TestCertificate.make(folder, "gateway");
    upstream = new TestUpstream(Optional.empty());
    other = new TestUpstream(Optional.empty());
    rig = new Rig(Rig.network(), Rig.tls(folder, certificate), routes());
  }

  private Routes routes() {
    return TestUpstream.routes(
        """
        [dav.routes.all]
        url = "%1$s"
        [dav.routes.contacts]
        path = "/contacts/"
        url = "%1$sdav/"
        services = ["carddav"]
        [dav.routes.basic]
        path = "/basic/"
        url = "%1$sbasic/"
        sign-in = "basic"
        [dav.routes.bearer]
        path = "/bearer/"
        url = "%1$sbearer/"
        sign-in = "bearer"
        [dav.routes.none]
        path = "/none/"
        url = "%1$snone/"
        sign-in = "none"
        [dav.routes.nobody]
        path = "/nobody/"
        url = "%1$s"
        user = "employeeNumber"
        """
            .formatted(upstream.url()));
  }

  @AfterAll
  void stop() {
    rig.close();
    upstream.close();
    other.close();
  }

  private Browser browser(Version version) throws Exception {
    upstream.requests.clear();
    other.requests.clear();
    upstream.handler = request -> request.response().end();
    return new Browser(rig.address, version, TestCertificate.trusting(certificate));
  }

  private static String[] as(Rig.Made made, String... more) {
    String[] fields = new String[more.length + 2];
    fields[0] = "Authorization";
    fields[1] = Browser.basic("alice", made.secret());
    System.arraycopy(more, 0, fields, 2, more.length);
    return fields;
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void clientsCredentialsAreReplacedByTheUsersName(Version version) throws Exception {
    try (Browser browser = browser(version)) {
      HttpResponse<String> answer =
          browser.send(
              "PROPFIND",
              "/alice/cal%40/?a=%2f&b",
              "<x/>",
              as(
                  rig.makeForDav(),
                  "X-Remote-User",
                  "bob",
                  "X_Remote_User",
                  "bob",
                  "Remote-User",
                  "bob",
                  "X-Forwarded-For",
                  "198.51.100.1",
                  "X-Forwarded-Host",
                  "evil.example",
                  "Forwarded",
                  "for=198.51.100.1",
                  "X-Script-Name",
                  "/x",
                  "X-HTTP-Method-Override",
                  "DELETE",
                  "Cookie",
                  "a=b",
                  "Proxy-Authorization",
                  "Basic eDp5",
                  "TE",
                  "trailers",
                  "Depth",
                  "1"));
      assertEquals(200, answer.statusCode());
    }
    HttpServerRequest seen = upstream.next();
    assertEquals("PROPFIND", seen.method().name());
    assertEquals("/alice/cal%40/?a=%2f&b", seen.uri());
    assertEquals(List.of("alice@example.org"), seen.headers().getAll("X-Remote-User"));
    assertEquals(List.of("127.0.0.1"), seen.headers().getAll("X-Forwarded-For"));
    assertEquals(List.of("https"), seen.headers().getAll("X-Forwarded-Proto"));
    assertEquals(
        List.of("for=127.0.0.1;proto=https;host=\"127.0.0.1:" + rig.address.getPort() + "\""),
        seen.headers().getAll("Forwarded"));
    assertEquals(List.of("127.0.0.1:" + upstream.port()), seen.headers().getAll("Host"));
    assertEquals("1", seen.getHeader("Depth"));
    for (String gone :
        List.of(
            "Authorization",
            "X_Remote_User",
            "Remote-User",
            "X-Forwarded-Host",
            "X-Script-Name",
            "X-HTTP-Method-Override",
            "Cookie",
            "Proxy-Authorization",
            "TE",
            "Transfer-Encoding")) {
      assertFalse(seen.headers().contains(gone), gone);
    }
  }

  @Test
  void upstreamIsShownWhatItsRouteSays() throws Exception {
    rig.ownUpstreams("s3cret", Map.of());
    Rig.Made made = rig.makeForDav();
    try (Browser browser = browser(Version.HTTP_2)) {
      browser.send("GET", "/basic/x", "", as(made));
      String basic = Objects.requireNonNull(upstream.next().getHeader("Authorization"));
      assertEquals(Browser.basic("alice@example.org", "s3cret"), basic);
      browser.send("GET", "/bearer/x", "", as(made));
      String token = Objects.requireNonNull(upstream.next().getHeader("Authorization"));
      assertEquals(
          List.of(upstream.url().replaceFirst("/$", "")),
          SignedJWT.parse(token.substring("Bearer ".length())).getJWTClaimsSet().getAudience());
      browser.send("GET", "/bearer/y", "", as(made));
      assertEquals(token, upstream.next().getHeader("Authorization"));
      browser.send("GET", "/none/x", "", as(made));
      HttpServerRequest seen = upstream.next();
      assertFalse(seen.headers().contains("Authorization"));
      assertFalse(seen.headers().contains("X-Remote-User"));
    }
  }

  @Test
  void accountWithoutANameThereIsUnavailable() throws Exception {
    rig.events.clear();
    try (Browser browser = browser(Version.HTTP_1_1)) {
      assertEquals(503, browser.send("GET", "/nobody/", "", as(rig.makeForDav())).statusCode());
    }
    AuditEvent.UpstreamFailed failed = rig.next(AuditEvent.UpstreamFailed.class);
    assertEquals(UpstreamFailure.NOT_CONFIGURED, failed.reason());
    assertTrue(upstream.requests.isEmpty());
  }

  @Test
  void accountsOwnUpstreamGoesBeforeTheRoutes() throws Exception {
    UpstreamAddress own = new UpstreamAddress("127.0.0.1", OptionalInt.of(other.port()));
    rig.ownUpstreams("x", Map.of(Service.CALDAV, own));
    try (Browser browser = browser(Version.HTTP_1_1)) {
      assertEquals(200, browser.send("GET", "/a", "", as(rig.makeForDav())).statusCode());
      assertEquals("127.0.0.1:" + other.port(), other.next().getHeader("Host"));
      assertEquals(200, browser.send("GET", "/contacts/", "", as(rig.makeForDav())).statusCode());
      assertEquals("127.0.0.1:" + upstream.port(), upstream.next().getHeader("Host"));
    } finally {
      rig.ownUpstreams("x", Map.of());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/contacts/alice/1.vcf, /dav/alice/1.vcf, /contacts",
    "/contacts/,            /dav/,            /contacts",
    "/contacts,             /dav/,            /contacts",
    "/contactsx/,           /contactsx/,      ",
  })
  void prefixIsMappedAndToldOf(String path, String upstreamPath, String scriptName)
      throws Exception {
    try (Browser browser = browser(Version.HTTP_1_1)) {
      browser.send("GET", path, "", as(rig.makeForDav()));
    }
    HttpServerRequest seen = upstream.next();
    assertEquals(upstreamPath, seen.uri());
    assertEquals(scriptName, seen.getHeader("X-Script-Name"));
  }

  @Test
  void routeAsksForItsServices() throws Exception {
    Rig.Made calendars = rig.make(Service.CALDAV);
    Rig.Made mail = rig.make(Service.IMAP);
    try (Browser browser = browser(Version.HTTP_2)) {
      assertEquals(200, browser.send("GET", "/", "", as(calendars)).statusCode());
      assertEquals(401, browser.send("GET", "/contacts/", "", as(calendars)).statusCode());
      assertEquals(400, browser.send("GET", "/%63ontacts/", "", as(calendars)).statusCode());
      assertEquals(401, browser.send("GET", "/", "", as(mail)).statusCode());
    }
    assertEquals(1, upstream.requests.size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PROPFIND", "OPTIONS", "PUT"})
  void strangerNeverReachesTheUpstream(String method) throws Exception {
    try (Browser browser = browser(Version.HTTP_2)) {
      HttpResponse<String> refused = browser.send(method, "/alice/", "");
      assertEquals(401, refused.statusCode());
      assertTrue(refused.headers().firstValue("WWW-Authenticate").isPresent());
    }
    assertTrue(upstream.requests.isEmpty());
  }

  @Test
  void keysAreForAnybodyToRead() throws Exception {
    try (Browser browser = browser(Version.HTTP_2)) {
      HttpResponse<String> keys = browser.send("GET", "/.well-known/jwks.json", "");
      assertEquals(200, keys.statusCode());
      assertEquals(TestUpstream.JWK_SET, keys.body().strip());
    }
    assertTrue(upstream.requests.isEmpty());
  }

  @Test
  void wellKnownRedirectsToTheFirstRouteOfTheService() throws Exception {
    try (Browser browser = browser(Version.HTTP_2)) {
      for (String service : List.of("carddav", "caldav")) {
        HttpResponse<String> moved = browser.send("PROPFIND", "/.well-known/" + service, "");
        assertEquals(301, moved.statusCode());
        assertEquals("/", moved.headers().firstValue("Location").orElseThrow());
      }
    }
    assertTrue(upstream.requests.isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "/x,           http://%1$s/alice/,            /alice/",
    "/x,           HTTPS://%1$s,                  /",
    "/x,           //%1$s/alice/?a,               /alice/?a",
    "/x,           http://%1$s//evil.example/x,   /evil.example/x",
    "/x,           http://%1$s/%2$sevil.example/, /%%5Cevil.example/",
    "/x,           http://%1$s%2$sevil.example/,  http://%1$s%%5Cevil.example/",
    "/x,           1.vcf,                         1.vcf",
    "/x,           ?a,                            ?a",
    "/x,           https://sso.example.net/login?to=/x, https://sso.example.net/login?to=/x",
    "/x,           //sso.example.net/login,       https://sso.example.net/login",
    "/x,           http://%1$s@evil.example/x,    http://%1$s@evil.example/x",
    "/x,           http://evil@%1$s/x,            http://evil@%1$s/x",
    "/x,           http://127.0.0.1/alice/,       http://127.0.0.1/alice/",
    "/x,           mailto:a@b.example,            mailto:a@b.example",
    "/contacts/x,  http://%1$s/contacts/alice/,   /contacts/alice/",
    "/contacts/x,  http://%1$s/dav/alice/,        /contacts/alice/",
    "/contacts/x,  http://%1$s/dav//evil.example, /contacts//evil.example",
    "/contacts/x,  /dav/alice/#top,               /contacts/alice/#top",
  })
  void referenceHoldsWhereTheClientIs(String path, String said, String told) throws Exception {
    String own = "127.0.0.1:" + upstream.port();
    String location = said.formatted(own, "\\");
    try (Browser browser = browser(Version.HTTP_1_1)) {
      upstream.handler =
          request ->
              request
                  .response()
                  .setStatusCode(302)
                  .putHeader("Location", location)
                  .putHeader("Content-Location", location)
                  .putHeader("Link", "<" + location + ">; rel=\"x\", <http://a.example/>; rel=y")
                  .end();
      HttpResponse<String> answer = browser.send("GET", path, "", as(rig.makeForDav()));
      assertEquals(302, answer.statusCode());
      String expected = told.formatted(own);
      assertEquals(List.of(expected), answer.headers().allValues("Location"));
      assertEquals(List.of(expected), answer.headers().allValues("Content-Location"));
      assertEquals(
          List.of("<" + expected + ">; rel=\"x\", <http://a.example/>; rel=y"),
          answer.headers().allValues("Link"));
    }
  }

  @Test
  void aPageOfTheUpstreamsCantActAsThisSite() throws Exception {
    try (Browser browser = browser(Version.HTTP_2)) {
      upstream.handler =
          request ->
              request
                  .response()
                  .putHeader("Content-Type", "text/html")
                  .putHeader("Content-Security-Policy", "default-src *")
                  .end("<script>fetch('/portal/')</script>");
      HttpResponse<String> answer = browser.send("GET", "/", "", as(rig.makeForDav()));
      assertEquals(List.of("sandbox"), answer.headers().allValues("Content-Security-Policy"));
      assertEquals(List.of("nosniff"), answer.headers().allValues("X-Content-Type-Options"));
    }
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void answersFieldsOfTheUpstreamsOwnStayThere(Version version) throws Exception {
    try (Browser browser = browser(version)) {
      upstream.handler =
          request ->
              request
                  .response()
                  .setStatusCode(207)
                  .putHeader("ETag", "\"1\"")
                  .putHeader("DAV", "1, 3, addressbook")
                  .putHeader("Set-Cookie", "a=b")
                  .putHeader("WWW-Authenticate", "Basic realm=\"x\"")
                  .putHeader("Connection", "X-Hop, keep-alive")
                  .putHeader("Keep-Alive", "timeout=5")
                  .putHeader("X-Hop", "1")
                  .end("<multistatus/>");
      HttpResponse<String> answer = browser.send("REPORT", "/", "", as(rig.makeForDav()));
      assertEquals(207, answer.statusCode());
      assertEquals("<multistatus/>", answer.body());
      assertEquals("\"1\"", answer.headers().firstValue("ETag").orElseThrow());
      assertEquals("1, 3, addressbook", answer.headers().firstValue("DAV").orElseThrow());
      for (String gone : List.of("Set-Cookie", "WWW-Authenticate", "Keep-Alive", "X-Hop")) {
        assertTrue(answer.headers().firstValue(gone).isEmpty(), gone);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"HTTP_1_1, 204", "HTTP_2, 204", "HTTP_1_1, 304", "HTTP_2, 304", "HTTP_1_1, 412"})
  void answerWithoutABodyHasNone(Version version, int status) throws Exception {
    try (Browser browser = browser(version)) {
      upstream.handler = request -> request.response().setStatusCode(status).end();
      for (int i = 0; i < 2; i++) {
        HttpResponse<String> answer = browser.send("DELETE", "/a", "", as(rig.makeForDav()));
        assertEquals(status, answer.statusCode());
        assertEquals("", answer.body());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void headSaysWhatGetWouldBe(Version version) throws Exception {
    try (Browser browser = browser(version)) {
      upstream.handler = request -> request.response().putHeader("Content-Length", "5").end();
      Rig.Made made = rig.makeForDav();
      for (int i = 0; i < 2; i++) {
        HttpResponse<String> answer = browser.send("HEAD", "/a", "", as(made));
        assertEquals(200, answer.statusCode());
        assertEquals("5", answer.headers().firstValue("Content-Length").orElseThrow());
      }
    }
  }

  @Test
  void connectionsToTheUpstreamAreKept() throws Exception {
    try (Browser browser = browser(Version.HTTP_1_1)) {
      int before = upstream.connections.get();
      Rig.Made made = rig.makeForDav();
      for (int i = 0; i < 20; i++) {
        assertEquals(200, browser.send("GET", "/a", "", as(made)).statusCode());
      }
      assertTrue(upstream.connections.get() - before <= 1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/a,          https://127.0.0.1:%1$d/b%%20c, 200, http://127.0.0.1:%2$d/b%%20c",
    "/a,          /b,                           200, http://127.0.0.1:%2$d/b",
    "/contacts/a, https://127.0.0.1:%1$d/contacts/b, 200, http://127.0.0.1:%2$d/contacts/b",
    "/a,          https://other.example/b,      502, ",
    "/a,          https://127.0.0.1/b,          502, ",
    "/a,          https://127.0.0.1:%1$d/contacts/b, 502, ",
    "/a,          /b/%%2e%%2e/c,                400, ",
    "/a,          https://127.0.0.1:%1$d/b?x,   400, ",
  })
  void destinationIsTheUpstreams(String path, String said, int status, String told)
      throws Exception {
    try (Browser browser = browser(Version.HTTP_2)) {
      String destination = said.formatted(rig.address.getPort());
      HttpResponse<String> answer =
          browser.send("MOVE", path, "", as(rig.makeForDav(), "Destination", destination));
      assertEquals(status, answer.statusCode());
    }
    if (status == 200) {
      assertEquals(told.formatted(0, upstream.port()), upstream.next().getHeader("Destination"));
    } else {
      assertTrue(upstream.requests.isEmpty());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 407})
  void upstreamsRefusalIsNoWrongPassword(int status) throws Exception {
    rig.events.clear();
    try (Browser browser = browser(Version.HTTP_1_1)) {
      upstream.handler = request -> request.response().setStatusCode(status).end();
      HttpResponse<String> answer = browser.send("GET", "/", "", as(rig.makeForDav()));
      assertEquals(503, answer.statusCode());
      assertTrue(answer.headers().firstValue("Retry-After").isPresent());
      assertTrue(answer.headers().firstValue("WWW-Authenticate").isEmpty());
    }
    assertEquals(UpstreamFailure.REFUSED, rig.next(AuditEvent.UpstreamFailed.class).reason());
  }

  @Test
  void forbiddenIsPassedOn() throws Exception {
    try (Browser browser = browser(Version.HTTP_1_1)) {
      upstream.handler = request -> request.response().setStatusCode(403).end();
      assertEquals(403, browser.send("GET", "/", "", as(rig.makeForDav())).statusCode());
    }
  }

  @Test
  void traceIsNotPassedOn() throws Exception {
    try (Browser browser = browser(Version.HTTP_1_1)) {
      assertEquals(405, browser.send("TRACE", "/", "", as(rig.makeForDav())).statusCode());
    }
    assertTrue(upstream.requests.isEmpty());
  }
}
