// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.latchkey.config.TlsSettings;

/**
 * However many commands a stranger sends at once, so many are answered and no more, on every port;
 * and whoever comes beside them signs in.
 */
final class WorkBeforeSignInTest {
  private static final int SENT = 5_000;
  private static final int MOST_COMMANDS = 100;
  private static final int MOST_REQUESTS = 250;
  private static final int PATIENCE_MILLIS = 30_000;
  private static final String STRANGER = "127.0.0.77";

  /** A search of the root DSE (RFC 4511 §4.5.1), anonymously. */
  private static final String ROOT_DSE =
      "30250201026320"
          + "04000a01000a0100020100020100010100"
          + "870b6f626a656374436c617373"
          + "3000";

  @TempDir private static Path folder;
  private static TestServer server;

  /**
   * What a stranger sends over and over.
   *
   * @param answer what each answer has once
   * @param most how many there may be
   */
  record Flood(String name, int port, boolean tls, String command, String answer, int most) {
    @Override
    public String toString() {
      return name;
    }
  }

  @BeforeAll
  static void start() throws Exception {
    server =
        TestServer.start(
            folder.resolve("data"), TestSettings.with(Duration.ZERO, TlsSettings.defaults()));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Flood lines(String name, int port, boolean tls, String command, String answer) {
    return new Flood(name, port, tls, command, answer, MOST_COMMANDS);
  }

  private static Flood http(String name, String request) {
    return new Flood(name, server.ports().https(), true, request, "HTTP/1.1 ", MOST_REQUESTS);
  }

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static Stream<Flood> floods() {
    String search = new String(HexFormat.of().parseHex(ROOT_DSE), StandardCharsets.ISO_8859_1);
    String done =
        new String(new byte[] {0x65, 0x07, 0x0a, 0x01, 0x00}, StandardCharsets.ISO_8859_1);
    return Stream.of(
        lines("IMAP NOOP", server.ports().imap(), false, "a NOOP\r\n", "a OK"),
        lines("IMAP CAPABILITY", server.ports().imaps(), true, "a CAPABILITY\r\n", "a OK"),
        lines("SMTP NOOP", server.ports().submission(), false, "NOOP\r\n", "250 "),
        lines("SMTP EHLO", server.ports().submissions(), true, "EHLO x\r\n", "250 "),
        new Flood("LDAP", server.ports().ldap(), false, search, done, MOST_COMMANDS),
        new Flood("LDAPS", server.ports().ldaps(), true, search, done, MOST_COMMANDS),
        http("PROPFIND", "PROPFIND /carddav/ HTTP/1.1\r\nHost: localhost\r\n\r\n"),
        http("sign-in page", "GET /portal/sign-in HTTP/1.1\r\nHost: localhost\r\n\r\n"),
        http("nowhere", "GET /nowhere HTTP/1.1\r\nHost: localhost\r\n\r\n"));
  }

  @ParameterizedTest
  @MethodSource("floods")
  void soManyAreAnsweredAndNoMore(Flood flood) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Socket socket = connect(flood.port(), flood.tls())) {
      Future<?> sending = threads.submit(() -> sendAll(socket, octets(flood.command())));
      String answers = readAll(socket);
      sending.get();
      int count = count(answers, flood.answer());
      assertTrue(count > 0, answers);
      assertTrue(count <= flood.most(), count + " answers");
    }
    assertSomebodySignsIn();
  }

  @Test
  void overHttp2SoManyAreAnsweredAndNoMore() throws Exception {
    Http2Frames requests = Http2Frames.connection();
    for (int i = 0; i < SENT; i++) {
      requests.request("GET", "/portal/sign-in", 2 * i + 1, Http2Frames.END_STREAM);
    }
    assertTrue(answered(requests) <= MOST_REQUESTS);
  }

  @Test
  void requestsThatAreResetAtOnceCountToo() throws Exception {
    Http2Frames requests = Http2Frames.connection();
    for (int i = 0; i < SENT; i++) {
      requests
          .request("GET", "/portal/sign-in", 2 * i + 1, Http2Frames.END_STREAM)
          .frame(Http2Frames.RST_STREAM, 0, 2 * i + 1, Http2Frames.number(8));
    }
    assertTrue(answered(requests) <= MOST_REQUESTS);
  }

  /** How many streams are answered until the server ends the connection, which it does. */
  private static int answered(Http2Frames requests) throws Exception {
    int answered = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Http2Client client = new Http2Client(server.tls(), STRANGER, server.ports().https())) {
      Future<?> sending =
          threads.submit(
              () -> {
                client.send(requests);
                return null;
              });
      Optional<Http2Client.Frame> frame = client.next();
      while (frame.isPresent()) {
        if (frame.get().type() == Http2Frames.HEADERS) {
          answered++;
        }
        frame = client.next();
      }
      sending.get();
    }
    assertSomebodySignsIn();
    return answered;
  }

  private static void assertSomebodySignsIn() throws Exception {
    TestAccount account = server.account();
    TestAppPassword password = server.admin().make(account, "Laptop");
    Map<String, SignInClient> clients = new LinkedHashMap<>();
    DavClients.addTo(clients, server);
    for (Map.Entry<String, SignInClient> each : clients.entrySet()) {
      assertEquals(
          Optional.empty(),
          each.getValue().signIn(account.login(), password.secret()),
          each.getKey());
    }
  }

  private static Socket connect(int port, boolean tls) throws IOException {
    Socket socket = new Socket();
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.bind(new InetSocketAddress(InetAddress.ofLiteral(STRANGER), 0));
    socket.connect(new InetSocketAddress(InetAddress.ofLiteral(TestServer.HOST), port));
    return tls
        ? server.tls().getSocketFactory().createSocket(socket, TestServer.HOST, port, true)
        : socket;
  }

  private static Object sendAll(Socket socket, byte[] command) throws IOException {
    byte[] many = new byte[command.length * 100];
    for (int i = 0; i < 100; i++) {
      System.arraycopy(command, 0, many, i * command.length, command.length);
    }
    try {
      for (int i = 0; i < SENT / 100; i++) {
        socket.getOutputStream().write(many);
      }
    } catch (SocketException | SSLException ended) {
      // It needn't hear all of it.
    }
    return "";
  }

  private static String readAll(Socket socket) throws IOException {
    StringBuilder all = new StringBuilder();
    byte[] some = new byte[8192];
    try {
      int read = socket.getInputStream().read(some);
      while (read >= 0) {
        all.append(new String(some, 0, read, StandardCharsets.ISO_8859_1));
        read = socket.getInputStream().read(some);
      }
    } catch (SocketException | SSLException reset) {
      // An end as well.
    }
    return all.toString();
  }

  private static int count(String text, String part) {
    int count = 0;
    for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length())) {
      count++;
    }
    return count;
  }
}
