// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latchkey.config.Cidr;

/** One table for the head of a request, whatever it is for. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
final class RequestHeadTest {
  private ScriptedUpstream upstream;
  private Rig rig;
  private String alice;

  @BeforeAll
  void start() throws Exception {
    upstream = new ScriptedUpstream();
    rig =
        new Rig(
            Rig.network(List.of(Cidr.parse("127.0.0.0/8")), List.of(), 1000),
            Optional.empty(),
            TestUpstream.routes("[dav.routes.one]\nurl = '" + upstream.url() + "'\n"));
    alice = Browser.basic("alice", rig.makeForDav().secret());
  }

  @AfterAll
  void stop() throws Exception {
    rig.close();
    upstream.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "GET /x HTTP/1.1|Host: a!200",
        "GET /x HTTP/1.1|Host: a:80!200",
        "GET /x HTTP/1.1|Host: a:!200",
        "GET /x HTTP/1.1|Host: [::1]:8443!200",
        "GET /x HTTP/1.1!400",
        "GET /x HTTP/1.1|Host:!400",
        "GET /x HTTP/1.1|Host: a|Host: a!400",
        "GET /x HTTP/1.1|Host: a|Host: b!400",
        "GET /x HTTP/1.1|Host: a, b!400",
        "GET /x HTTP/1.1|Host: a b!400",
        "GET /x HTTP/1.1|Host: alice@a!400",
        "GET /x HTTP/1.1|Host: a/b!400",
        "GET /x HTTP/1.1|Host: a:x!400",
        "GET /x HTTP/1.1|Host: a:99999!400",
        "GET /x HTTP/1.1|Host: [::1!400",
        "GET /x HTTP/1.1|Host: [1:2]!400",
        "GET /x HTTP/1.0!200",
        "GET /x HTTP/1.0|Host: a!200",
        "GET /x HTTP/1.0|Host: a|Host: a!400",
        "GET http://a/x HTTP/1.1|Host: a!200",
        "GET HTTPS://A:1/x?y HTTP/1.1|Host: other!200",
        "GET http://a HTTP/1.1|Host: a!200",
        "GET http://alice@a/x HTTP/1.1|Host: a!400",
        "GET http:///x HTTP/1.1|Host: a!400",
        "GET ftp://a/x HTTP/1.1|Host: a!400",
        "GET x HTTP/1.1|Host: a!400",
        "GET * HTTP/1.1|Host: a!400",
        "GET /x#y HTTP/1.1|Host: a!400",
        "GET /é HTTP/1.1|Host: a!400",
        "OPTIONS * HTTP/1.1|Host: a!200",
        "OPTIONS http://a HTTP/1.1|Host: a!200",
        "TRACE /x HTTP/1.1|Host: a!405",
        "trace /x HTTP/1.1|Host: a!501",
        "Trace /x HTTP/1.1|Host: a!501",
        "TRACK /x HTTP/1.1|Host: a!405",
        "CONNECT a:443 HTTP/1.1|Host: a!405",
        "connect /x HTTP/1.1|Host: a!501",
        "get /x HTTP/1.1|Host: a!501",
        "GET@ /x HTTP/1.1|Host: a!400",
        "G(ET /x HTTP/1.1|Host: a!400",
        "GET /x HTTP/1.1|Host: a|Expect: 200-ok!417",
        "PUT /x HTTP/1.0|Transfer-Encoding: chunked!400",
        "PUT /x HTTP/1.1|Host: a|Transfer-Encoding: gzip!400",
        "GET /.well-known/caldav HTTP/1.1|Host: a|Host: b!400",
        "get /.well-known/caldav HTTP/1.1|Host: a!501",
        "GET http://a/.well-known/caldav HTTP/1.1|Host: a!301",
        "PROPFIND http://a/.well-known/caldav HTTP/1.1|Host: a!301"
      })
  void headIsReadByOneRule(String head, int status) throws Exception {
    upstream.requests.clear();
    try (RawClient client = new RawClient(rig.address)) {
      client.send(
          head.replace("|", "\r\n")
              + "\r\nConnection: close\r\nAuthorization: "
              + alice
              + "\r\n\r\n");
      RawClient.Answer answer = client.answer(false);
      assertEquals(status, answer.status(), answer.head() + answer.body());
    }
    if (status != 200 || head.startsWith("OPTIONS")) {
      assertTrue(upstream.requests.isEmpty());
    } else {
      assertTrue(upstream.requests.take().field("Host").startsWith("127.0.0.1:"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/favicon.ico, 404",
    "/robots.txt, 404",
    "/.well-known/openid-configuration, 404",
    "/AutoDiscover/AutoDiscover.xml, 404",
    "/Microsoft-Server-ActiveSync?Cmd=Options, 404",
    "/apple-touch-icon-precomposed.png, 404",
    "/alice/, 401",
    "/owalter/, 401",
    "/rpc/, 401",
    "/, 401"
  })
  void nobodyIsAskedForAPasswordWhereThereIsNothing(String path, int status) throws Exception {
    try (RawClient client = new RawClient(rig.address)) {
      client.send("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
      assertEquals(status, client.answer(false).status());
    }
  }

  /** A browser asks it without credentials; it is told no without being asked for any. */
  @Test
  void preflightOfAnotherSitesScriptIsAnswered() throws Exception {
    try (RawClient client = new RawClient(rig.address)) {
      client.send(
          String.join(
              "\r\n",
              "OPTIONS /alice/ HTTP/1.1",
              "Host: a",
              "Origin: https://b.example",
              "Access-Control-Request-Method: PROPFIND",
              "",
              ""));
      RawClient.Answer answer = client.answer(false);
      assertEquals(204, answer.status());
      assertEquals("", answer.field("Access-Control-Allow-Origin"));
      client.send("OPTIONS /alice/ HTTP/1.1\r\nHost: a\r\nOrigin: https://b.example\r\n\r\n");
      assertEquals(401, client.answer(false).status());
    }
  }

  /** RFC 9110 §4.1: URIs of 8,000 octets, at least. */
  @ParameterizedTest
  @CsvSource({"4200, 200", "8000, 200", "9000, 414"})
  void longTargetsAreTaken(int octets, int status) throws Exception {
    try (RawClient client = new RawClient(rig.address)) {
      String target = "/" + "x".repeat(octets - 1);
      client.send("GET " + target + " HTTP/1.1\r\nHost: a\r\nAuthorization: " + alice + "\r\n\r\n");
      assertEquals(status, client.answer(false).status());
    }
  }

  @ParameterizedTest
  @CsvSource({"HTTP/1.0, '', true", "HTTP/1.0, keep-alive, false", "HTTP/1.1, '', false"})
  void connectionIsKeptAsItsVersionHasIt(String version, String option, boolean closed)
      throws Exception {
    upstream.requests.clear();
    upstream.script =
        seen -> ScriptedUpstream.Said.kept("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    String request =
        "GET /x "
            + version
            + "\r\nHost: a\r\nAuthorization: "
            + alice
            + "\r\n"
            + (option.isEmpty() ? "" : "Connection: " + option + "\r\n")
            + "\r\n";
    try (RawClient client = new RawClient(rig.address)) {
      client.send(request);
      RawClient.Answer answer = client.answer(false);
      assertEquals("ok", answer.body());
      assertTrue(answer.field("Via").endsWith("1.1 latchkey"), answer.head());
      if (closed) {
        assertTrue(client.isClosed());
      } else {
        client.send(request);
        assertEquals("ok", client.answer(false).body());
      }
    }
    assertEquals(version.substring(5) + " latchkey", upstream.requests.take().field("Via"));
  }
}
