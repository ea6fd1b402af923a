// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bodies on their way through. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
final class GatewayStreamTest {
  private static final int PIECE = 64 * 1024;
  private static final int PIECES = 800;

  private TestCertificate certificate;
  private TestUpstream upstream;
  private Rig rig;
  private Rig.Made made;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    certificate = TestCertificate.make(folder, "streams");
    upstream = new TestUpstream(Optional.empty());
    rig = new Rig(Rig.network(), Rig.tls(folder, certificate), upstream.route());
    made = rig.makeForDav();
  }

  @AfterAll
  void stop() {
    rig.close();
    upstream.close();
  }

  private static byte[] piece(int number) {
    byte[] octets = new byte[PIECE];
    for (int i = 0; i < PIECE; i++) {
      octets[i] = (byte) (i * 31 + number);
    }
    return octets;
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] digestOfAll() {
    MessageDigest digest = digest();
    for (int i = 0; i < PIECES; i++) {
      digest.update(piece(i));
    }
    return digest.digest();
  }

  /** 50 MB, made as they are read. */
  private static InputStream all() {
    return new InputStream() {
      private int number;
      private byte[] piece = {};
      private int at;

      @Override
      public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] into, int from, int length) {
        if (at == piece.length) {
          if (number == PIECES) {
            return -1;
          }
          piece = piece(number++);
          at = 0;
        }
        int some = Math.min(length, piece.length - at);
        System.arraycopy(piece, at, into, from, some);
        at += some;
        return some;
      }
    };
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + rig.address.getPort() + path))
        .header("Authorization", Browser.basic("alice", made.secret()));
  }

  private HttpClient client(Version version) throws Exception {
    upstream.requests.clear();
    return HttpClient.newBuilder()
        .version(version)
        .sslContext(TestCertificate.trusting(certificate))
        .build();
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void fiftyMegabytesGoUp(Version version) throws Exception {
    CompletableFuture<byte[]> arrived = new CompletableFuture<>();
    upstream.handler =
        request -> {
          if (request.method().equals(HttpMethod.OPTIONS)) {
            // Asked which version it speaks, before there are chunks.
            request.response().end();
            return;
          }
          MessageDigest digest = digest();
          request.handler(octets -> digest.update(octets.getBytes()));
          request.endHandler(
              none -> {
                arrived.complete(digest.digest());
                request.response().setStatusCode(201).end();
              });
        };
    try (HttpClient client = client(version)) {
      HttpResponse<Void> answer =
          client.send(
              request("/a")
                  .header("If-Match", "\"1\"")
                  .PUT(HttpRequest.BodyPublishers.ofInputStream(GatewayStreamTest::all))
                  .build(),
              HttpResponse.BodyHandlers.discarding());
      assertEquals(201, answer.statusCode());
    }
    assertArrayEquals(digestOfAll(), arrived.get());
    HttpServerRequest put = upstream.next();
    while (put.method().equals(HttpMethod.OPTIONS)) {
      put = upstream.next();
    }
    assertEquals("\"1\"", put.getHeader("If-Match"));
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void fiftyMegabytesComeDown(Version version) throws Exception {
    upstream.handler = request -> sendFrom(request, 0, PIECES, new AtomicLong());
    try (HttpClient client = client(version)) {
      HttpResponse<InputStream> answer =
          client.send(request("/a").build(), HttpResponse.BodyHandlers.ofInputStream());
      MessageDigest digest = digest();
      try (InputStream body = answer.body()) {
        byte[] some = new byte[PIECE];
        for (int length = body.read(some); length >= 0; length = body.read(some)) {
          digest.update(some, 0, length);
        }
      }
      assertArrayEquals(digestOfAll(), digest.digest());
    }
  }

  /** Writes while there is room. */
  private static void sendFrom(HttpServerRequest request, int from, int pieces, AtomicLong sent) {
    if (from == 0) {
      request.response().setChunked(true);
    }
    int number = from;
    while (number < pieces && !request.response().writeQueueFull()) {
      request.response().write(Buffer.buffer(piece(number)));
      sent.addAndGet(PIECE);
      number++;
    }
    if (number == pieces) {
      request.response().drainHandler(null);
      request.response().end();
    } else {
      int next = number;
      request.response().drainHandler(none -> sendFrom(request, next, pieces, sent));
    }
  }

  /** What the kernel holds for the four ends of two connections, and little more. */
  @ParameterizedTest
  @EnumSource(Version.class)
  void slowReaderHoldsTheUpstreamBack(Version version) throws Exception {
    long most = 40L << 20;
    int pieces = 3200;
    AtomicLong sent = new AtomicLong();
    upstream.handler = request -> sendFrom(request, 0, pieces, sent);
    try (HttpClient client = client(version)) {
      HttpResponse<InputStream> answer =
          client.send(request("/a").build(), HttpResponse.BodyHandlers.ofInputStream());
      long read = 0;
      try (InputStream body = answer.body()) {
        byte[] some = new byte[PIECE];
        for (int length = body.read(some); length >= 0; length = body.read(some)) {
          long ahead = sent.get() - read;
          assertTrue(ahead < most, ahead + " octets are under way");
          read += length;
        }
      }
      assertEquals((long) PIECE * pieces, read);
    }
  }

  private static String line(BufferedReader reader) throws IOException {
    String line = reader.readLine();
    return line == null ? "" : line;
  }

  private Socket put(String more) throws Exception {
    Socket socket =
        TestCertificate.trusting(certificate)
            .getSocketFactory()
            .createSocket(rig.address.getAddress(), rig.address.getPort());
    String head =
        "PUT /a HTTP/1.1\r\nHost: a\r\nAuthorization: "
            + Browser.basic("alice", made.secret())
            + "\r\nExpect: 100-continue\r\nContent-Length: 5\r\n"
            + more
            + "\r\n";
    socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
    return socket;
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
  }

  @Test
  void upstreamSaysWhetherTheBodyIsWanted() throws Exception {
    upstream.requests.clear();
    upstream.handler =
        request -> {
          request.response().writeContinue();
          request.body().onSuccess(body -> request.response().end(body));
        };
    try (Socket socket = put("")) {
      BufferedReader reader = reader(socket);
      assertEquals("HTTP/1.1 100 Continue", line(reader));
      socket.getOutputStream().write("hello".getBytes(StandardCharsets.ISO_8859_1));
      assertEquals("", line(reader));
      assertEquals("HTTP/1.1 200 OK", line(reader));
    }
    assertEquals("100-continue", upstream.next().getHeader("Expect"));
  }

  @Test
  void upstreamThatKnowsNoExpectationGetsTheBody() throws Exception {
    upstream.handler = request -> request.body().onSuccess(body -> request.response().end(body));
    try (Socket socket = put("")) {
      BufferedReader reader = reader(socket);
      assertEquals("HTTP/1.1 100 Continue", line(reader));
      socket.getOutputStream().write("hello".getBytes(StandardCharsets.ISO_8859_1));
      assertEquals("", line(reader));
      assertEquals("HTTP/1.1 200 OK", line(reader));
    }
  }

  /** The body that isn't sent then must not be taken for the next request, nor the other way. */
  @Test
  void refusalInPlaceOfAContinueEndsTheConnection() throws Exception {
    upstream.handler = request -> request.response().setStatusCode(412).end();
    try (Socket socket = put("If-Match: \"2\"\r\n")) {
      String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      assertTrue(all.startsWith("HTTP/1.1 412 "), all);
      assertTrue(all.toLowerCase(Locale.ROOT).contains("connection: close"), all);
    }
  }
}
