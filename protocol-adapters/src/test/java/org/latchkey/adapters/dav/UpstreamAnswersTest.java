// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.adapters.dav.ScriptedUpstream.Said;
import org.latchkey.config.Cidr;
import org.latchkey.core.account.Service;

/** Whatever an upstream says, it is for who asked, and for nobody else (RFC 9112 §9.2). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
final class UpstreamAnswersTest {
  private static final String STRAY = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nALICES";
  private static final int ROUNDS = Integer.getInteger("latchkey.upstream.rounds", 150);

  private ScriptedUpstream upstream;
  private Rig rig;
  private String alice;
  private String bob;

  @BeforeAll
  void start() throws Exception {
    upstream = new ScriptedUpstream();
    // One connection a loop: whoever comes next would get what the last one left.
    rig =
        new Rig(
            Rig.network(List.of(Cidr.parse("127.0.0.0/8")), List.of(), 1000),
            Optional.empty(),
            TestUpstream.routes(
                "[dav.routes.one]\nurl = '"
                    + upstream.url()
                    + "'\nuser = 'uid'\nmax-connections = 1\nanswer-timeout = '5 s'\n"));
    alice = Browser.basic("alice", rig.makeForDav().secret());
    bob = Browser.basic("bob", rig.makeFor("bob", Service.CARDDAV, Service.CALDAV).secret());
  }

  @AfterAll
  void stop() throws Exception {
    rig.close();
    upstream.close();
  }

  private RawClient.Answer ask(RawClient client, String who, String method) throws IOException {
    client.send(method + " /x HTTP/1.1\r\nHost: a\r\nAuthorization: " + who + "\r\n\r\n");
    return client.answer(method.equals("HEAD"));
  }

  /** What is wrong with an answer of each kind, and what is only unusual. */
  private static final Map<String, Said> ANSWERS =
      Map.ofEntries(
          Map.entry("body on 204", Said.kept("HTTP/1.1 204 No Content\r\n\r\n", STRAY)),
          Map.entry(
              "body on 304",
              Said.kept("HTTP/1.1 304 Not Modified\r\nContent-Length: 6\r\n\r\nALICES")),
          Map.entry(
              "over-long",
              Said.kept("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokALICES", "ALICES")),
          Map.entry(
              "two answers", Said.kept("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok" + STRAY)),
          Map.entry(
              "second answer late",
              Said.kept("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", "", STRAY)),
          Map.entry(
              "half a head behind",
              Said.kept(
                  "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
                  "HTTP/1.1 200 OK\r\nX-ALICES: ")),
          Map.entry(
              "line ends behind",
              Said.kept("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok\r\n\r\n")),
          Map.entry(
              "interim behind",
              Said.kept(
                  "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
                  "HTTP/1.1 100 Continue\r\n\r\n")),
          Map.entry(
              "chunks and more",
              Said.kept(
                  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\nALICES")),
          Map.entry(
              "chunk cut",
              Said.last("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nALI")),
          Map.entry(
              "bad chunk",
              Said.kept(
                  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nALICES\r\n0\r\n\r\n")),
          Map.entry(
              "chunk too long",
              Said.kept(
                  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nALICES\r\n0\r\n\r\n")),
          Map.entry(
              "length and chunks",
              Said.kept(
                  "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n")),
          Map.entry(
              "two lengths",
              Said.kept(
                  "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 8\r\n\r\nokALICES")),
          Map.entry(
              "length list", Said.kept("HTTP/1.1 200 OK\r\nContent-Length: 2, 8\r\n\r\nokALICES")),
          Map.entry(
              "bad length", Said.kept("HTTP/1.1 200 OK\r\nContent-Length: +2\r\n\r\nokALICES")),
          Map.entry(
              "gzip, chunked",
              Said.kept(
                  "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n")),
          Map.entry(
              "chunks in 1.0",
              Said.kept(
                  "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n")),
          Map.entry("HTTP/0.9", Said.last("<html>ALICES</html>\n")),
          Map.entry("HTTP/2 in words", Said.kept("HTTP/2.0 200 OK\r\nContent-Length: 2\r\n\r\nok")),
          Map.entry(
              "HTTP/2 preface", Said.kept("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0")),
          Map.entry(
              "switching",
              Said.kept("HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\nALICES")),
          Map.entry("status 99", Said.kept("HTTP/1.1 99 No\r\nContent-Length: 2\r\n\r\nok")),
          Map.entry("status 1000", Said.kept("HTTP/1.1 1000 No\r\nContent-Length: 2\r\n\r\nok")),
          Map.entry(
              "bare CR", Said.kept("HTTP/1.1 200 OK\r\nX: a\rY: b\r\nContent-Length: 2\r\n\r\nok")),
          Map.entry("bare LF", Said.kept("HTTP/1.1 200 OK\nContent-Length: 2\n\nok")),
          Map.entry("NUL", Said.kept("HTTP/1.1 200 OK\r\nX: a\0b\r\nContent-Length: 2\r\n\r\nok")),
          Map.entry(
              "space before colon",
              Said.kept("HTTP/1.1 200 OK\r\nContent-Length : 2\r\n\r\nokALICES")),
          Map.entry(
              "huge head",
              Said.kept(
                  "HTTP/1.1 200 OK\r\nX: "
                      + "x".repeat(70_000)
                      + "\r\nContent-Length: 2\r\n\r\nok")),
          Map.entry("half a head", Said.last("HTTP/1.1 200 OK\r\nX-ALICES: ")),
          Map.entry("half a body", Said.last("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nALI")),
          Map.entry("nothing", Said.last()));

  private static final Map<String, Said> GOOD =
      Map.ofEntries(
          Map.entry("length", Said.kept("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")),
          Map.entry(
              "chunks",
              Said.kept(
                  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\no\r\n1;x=y\r\nk\r\n0\r\nT: x\r\n\r\n")),
          Map.entry("until closed", Said.last("HTTP/1.1 200 OK\r\n\r\n", "o", "k")),
          Map.entry("1.0", Said.last("HTTP/1.0 200 OK\r\n\r\nok")),
          Map.entry(
              "1.0 kept",
              Said.kept(
                  "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nok")),
          Map.entry(
              "folded", Said.kept("HTTP/1.1 200 OK\r\nX: a\r\n b\r\nContent-Length: 2\r\n\r\nok")),
          Map.entry(
              "processing",
              Said.kept(
                  "HTTP/1.1 102 Processing\r\n\r\n",
                  "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")),
          Map.entry(
              "hints",
              Said.kept(
                  "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 199 What\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")),
          Map.entry(
              "continue",
              Said.kept(
                  "HTTP/1.1 100 Continue\r\n\r\n",
                  "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")));

  private void bobHearsHisOwn(String after) throws IOException {
    upstream.script = seen -> Said.kept("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nBOBS");
    try (RawClient client = new RawClient(rig.address)) {
      for (int i = 0; i < 2; i++) {
        RawClient.Answer answer = ask(client, bob, "GET");
        assertEquals(200, answer.status(), after);
        assertEquals("BOBS", answer.body(), after);
        assertFalse(answer.head().contains("ALICES"), after);
      }
    }
  }

  @Test
  void nothingOfOneExchangeIsHeardInAnother() throws Exception {
    for (Map.Entry<String, Said> each : ANSWERS.entrySet()) {
      for (String method : List.of("GET", "HEAD")) {
        upstream.script = seen -> each.getValue();
        try (RawClient client = new RawClient(rig.address)) {
          RawClient.Answer answer = ask(client, alice, method);
          assertTrue(
              answer.head().isEmpty() || List.of(200, 204, 304, 503).contains(answer.status()),
              each.getKey() + ": " + answer);
        } catch (IOException | NumberFormatException cut) {
          assertNotEquals("", each.getKey());
        }
        bobHearsHisOwn(each.getKey() + " to " + method);
      }
    }
  }

  @Test
  void everyFramingOfTheRightAnswerIsUnderstood() throws Exception {
    for (Map.Entry<String, Said> each : GOOD.entrySet()) {
      upstream.script = seen -> each.getValue();
      for (String version : List.of("HTTP/1.1", "HTTP/1.0")) {
        try (RawClient client = new RawClient(rig.address)) {
          client.send("GET /x " + version + "\r\nHost: a\r\nAuthorization: " + alice + "\r\n\r\n");
          RawClient.Answer answer = client.answer(false);
          assertEquals(200, answer.status(), each.getKey() + " " + version + answer);
          assertEquals("ok", answer.body(), each.getKey() + " " + version + answer);
        }
      }
    }
  }

  /** Pieces of answers one behind the other, cut anywhere: seeded, so that it can be run again. */
  @Test
  void noMixtureOfAnswersReachesSomebodyElse() throws Exception {
    List<Said> all = new ArrayList<>(ANSWERS.values());
    all.addAll(GOOD.values());
    for (int round = 0; round < ROUNDS; round++) {
      Random random = new Random(round);
      StringBuilder said = new StringBuilder();
      for (int i = 0; i < 1 + random.nextInt(3); i++) {
        said.append(String.join("", all.get(random.nextInt(all.size())).pieces()));
      }
      String whole = said.length() > 3000 ? said.substring(0, 3000) : said.toString();
      int cut = whole.isEmpty() ? 0 : random.nextInt(whole.length());
      boolean closes = random.nextInt(4) > 0 || !whole.contains("\r\n\r\n");
      Said mixture = new Said(List.of(whole.substring(0, cut), whole.substring(cut)), closes);
      upstream.script = seen -> mixture;
      String method = random.nextBoolean() ? "GET" : "HEAD";
      try (RawClient client = new RawClient(rig.address)) {
        client.send(method + " /x HTTP/1.1\r\nHost: a\r\nAuthorization: " + alice + "\r\n\r\n");
        if (closes) {
          client.answer(method.equals("HEAD"));
        }
      } catch (IOException | NumberFormatException cutOff) {
        assertTrue(closes || !whole.isEmpty());
      }
      bobHearsHisOwn("round " + round);
    }
  }

  @Test
  void connectionIsOneAccounts() throws Exception {
    upstream.script = seen -> Said.kept("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    upstream.requests.clear();
    try (RawClient client = new RawClient(rig.address)) {
      ask(client, alice, "GET");
      ask(client, alice, "GET");
      ask(client, bob, "GET");
      ask(client, alice, "GET");
    }
    int first = upstream.requests.take().connection();
    assertEquals(first, upstream.requests.take().connection());
    assertNotEquals(first, upstream.requests.take().connection());
    assertNotEquals(first, upstream.requests.take().connection());
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.0", "HTTP/1.1"})
  void chunksGoOnlyWhereTheyAreUnderstood(String version) throws Exception {
    upstream.script =
        seen -> Said.last(version + " 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok");
    upstream.requests.clear();
    try (RawClient client = new RawClient(rig.address)) {
      String head = "PUT /x HTTP/1.1\r\nHost: a\r\nAuthorization: " + alice + "\r\n";
      client.send(head + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
      assertEquals(200, client.answer(false).status());
      ScriptedUpstream.Seen put = upstream.requests.take();
      assertEquals("abcde", put.body());
      assertEquals("5", put.field("Content-Length"));
      String chunk = "10000\r\n" + "x".repeat(65_536) + "\r\n";
      client.send(head + "Transfer-Encoding: chunked\r\n\r\n" + chunk.repeat(65));
      if (version.equals("HTTP/1.0")) {
        assertEquals(411, client.answer(false).status());
        assertTrue(upstream.requests.isEmpty());
        return;
      }
      client.send("0\r\n\r\n");
      assertEquals(200, client.answer(false).status());
      ScriptedUpstream.Seen streamed = upstream.requests.take();
      assertEquals("chunked", streamed.field("Transfer-Encoding"));
      assertEquals(65 * 65_536, streamed.body().length());
    }
  }
}
