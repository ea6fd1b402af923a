// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.config.Cidr;

/** Requests that no client in working order sends, octet by octet. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
final class GatewayAttackTest {
  private TestUpstream upstream;
  private Rig rig;
  private Rig.Made made;

  @BeforeAll
  void start() {
    upstream = new TestUpstream(Optional.empty());
    String toml =
        """
        [dav.routes.contacts]
        path = "/contacts/"
        url = "%1$scontacts/"
        services = ["carddav"]
        [dav.routes.calendars]
        path = "/calendars/"
        url = "%1$scalendars/"
        services = ["caldav"]
        """
            .formatted(upstream.url());
    rig =
        new Rig(
            Rig.network(List.of(Cidr.parse("127.0.0.0/8")), List.of(), 1000),
            Optional.empty(),
            TestUpstream.routes(toml));
    made = rig.makeForDav();
  }

  @AfterAll
  void stop() {
    rig.close();
    upstream.close();
  }

  /** All that comes back until the connection is closed. */
  private String send(String request) throws IOException {
    upstream.requests.clear();
    try (Socket socket = new Socket(rig.address.getAddress(), rig.address.getPort())) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      try {
        socket.getInputStream().transferTo(all);
      } catch (SocketTimeoutException open) {
        fail("left open after: " + all.toString(StandardCharsets.ISO_8859_1));
      }
      return all.toString(StandardCharsets.ISO_8859_1);
    }
  }

  private String head(String line, String... fields) {
    return line
        + "\r\nHost: a\r\nAuthorization: "
        + Browser.basic("alice", made.secret())
        + "\r\n"
        + String.join("", List.of(fields).stream().map(each -> each + "\r\n").toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/contacts/..%2fcalendars/",
        "/contacts/%2e%2e/calendars/",
        "/contacts/%252e%252e/calendars/",
        "/contacts/../calendars/",
        "/contacts/./x",
        "/contacts/%2E/x",
        "/contacts/..;x/calendars/",
        "/contacts/..%5ccalendars/",
        "/contacts/%u002e%u002e/calendars/",
        "/contacts/%25u002e%25u002e/calendars/",
        "/contacts/%ef%bc%8e%ef%bc%8e/calendars/",
        "/contacts/a%00",
        "/contacts/a%0d%0aX:y",
        "/contacts/a%",
        "/contacts/a%zz",
        "/contacts/%c0%ae%c0%ae/calendars/",
        "/contacts/x?a#b",
        "/contacts/x#b",
        "/%2f/contacts/x",
        "*",
        "contacts/"
      })
  void pathThatCouldBeReadInTwoWaysIsRefused(String path) throws Exception {
    String answer = send(head("GET " + path + " HTTP/1.1", "Connection: close") + "\r\n");
    assertTrue(answer.startsWith("HTTP/1.1 400 ") || answer.startsWith("HTTP/1.1 404 "), answer);
    assertTrue(upstream.requests.isEmpty());
  }

  /** Encoded delimiters are data (RFC 3986 §2.2), where all readings are the same route's. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/contacts/c%23d.vcf",
        "/contacts/c%3Fd.vcf",
        "/contacts/c%5Cd.vcf",
        "/contacts/c%2Fd.vcf",
        "/contacts/c%25d.vcf",
        "/contacts/c;x.vcf",
        "/contacts/;x.vcf",
        "/contacts/caf%E9.vcf",
        "/contacts/a+b%20c..vcf",
        "/contacts/(1)%7b2%7d.vcf."
      })
  void encodedDelimitersAreData(String path) throws Exception {
    String answer = send(head("GET " + path + " HTTP/1.1", "Connection: close") + "\r\n");
    assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
    assertEquals(path, upstream.next().uri());
  }

  @Test
  void emptySegmentsAreLeftOut() throws Exception {
    String answer =
        send(head("PROPFIND //contacts///x//?a=//b HTTP/1.1", "Connection: close") + "\r\n");
    assertTrue(answer.startsWith("HTTP/1.1 308 "), answer);
    assertTrue(answer.contains("location: /contacts/x/?a=//b\r\n"), answer);
    assertTrue(upstream.requests.isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 5|Transfer-Encoding: chunked",
        "Transfer-Encoding: chunked|Content-Length: 5",
        "Content-Length: 5|Content-Length: 6",
        "Content-Length: 5, 6",
        "Content-Length: +5",
        "Content-Length: -5",
        "Content-Length: 0x5",
        "Transfer-Encoding: chunked|Transfer-Encoding: identity",
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding: gzip, chunked",
        "Transfer-Encoding : chunked",
        "Transfer-Encoding: chunked, chunked",
        "X: y\nContent-Length: 5"
      })
  void lengthThatCouldBeReadInTwoWaysIsRefused(String fields) throws Exception {
    String request =
        head("PUT /contacts/x HTTP/1.1", fields.split("\\|", -1))
            + "\r\n0\r\n\r\nGET /calendars/smuggled HTTP/1.1\r\nHost: a\r\n\r\n";
    String answer = send(request);
    assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
    assertEquals(0, upstream.requests.size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "zz\r\nabc\r\n0\r\n\r\n",
        "3\r\nabcdef\r\n0\r\n\r\n",
        "-1\r\n\r\n",
        "3;\nabc\r\n0\r\n\r\n",
        "ffffffffffffffff\r\na"
      })
  void badChunkEndsTheConnection(String body) throws Exception {
    String answer =
        send(
            head("PUT /contacts/x HTTP/1.1", "Transfer-Encoding: chunked")
                + "\r\n"
                + body
                + "GET /calendars/smuggled HTTP/1.1\r\nHost: a\r\n\r\n");
    assertTrue(answer.isEmpty() || answer.startsWith("HTTP/1.1 400 "), answer);
    assertTrue(
        upstream.requests.stream().noneMatch(each -> each.uri().contains("smuggled")), answer);
  }

  @Test
  void versionBeforeTheFirstIsRefused() throws Exception {
    String answer = send(head("GET /contacts/x HTTP/0.9") + "\r\n");
    assertTrue(answer.contains(" 505 ") || answer.contains(" 501 "), answer);
    assertTrue(upstream.requests.isEmpty());
  }
}
