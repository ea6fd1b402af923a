// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.config.Cidr;
import org.latchkey.config.NetworkSettings;
import org.latchkey.core.audit.AuditEvent;

/** Who may connect, in clear text to see it byte by byte. */
@Timeout(60)
final class NetworkTest {
  private static final List<Cidr> LOOPBACK = List.of(Cidr.parse("127.0.0.0/8"));
  private static final List<Cidr> ELSEWHERE = List.of(Cidr.parse("192.0.2.0/24"));

  private static Rig rig(NetworkSettings network) {
    return new Rig(network, Optional.empty());
  }

  /** A connection on which requests are written as they are. */
  private static final class Wire implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader in;

    Wire(Rig rig) throws IOException {
      socket = new Socket(rig.address.getAddress(), rig.address.getPort());
      socket.setSoTimeout(30_000);
      in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    }

    Wire write(String text) throws IOException {
      try {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
      } catch (SocketException hungUp) {
        // The server needn't hear out what it has refused already: its answer is there to be read.
      }
      return this;
    }

    Wire get(Rig.Made with) throws IOException {
      return write("GET /carddav/ HTTP/1.1\r\nHost: x\r\nAuthorization: ")
          .write(Browser.basic("alice", with.secret()) + "\r\n\r\n");
    }

    /** The status of the next answer, whose body is read too; -1 at the end. */
    int status() throws IOException {
      try {
        String line = in.readLine();
        if (line == null) {
          return -1;
        }
        int status = Integer.parseInt(line.substring(9, 12));
        int length = 0;
        for (String field = in.readLine(); field != null && !field.isEmpty(); ) {
          if (field.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
            length = Integer.parseInt(field.substring(15).strip());
          }
          field = in.readLine();
        }
        for (int i = 0; i < length; i++) {
          in.read();
        }
        return status;
      } catch (SocketException reset) {
        return -1;
      }
    }

    @Override
    public void close() {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Test
  void clearTextTakesNoPasswordFromElsewhere() throws Exception {
    try (Rig rig = rig(Rig.network(ELSEWHERE, List.of(), 10));
        Wire wire = new Wire(rig)) {
      Rig.Made made = rig.makeForDav();
      assertEquals(403, wire.get(made).status());
      assertEquals(403, wire.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n").status());
      wire.write("PROPFIND /.well-known/carddav HTTP/1.1\r\nHost: x\r\n\r\n");
      assertEquals(301, wire.status());
      assertTrue(rig.sessions.of(rig.alice).isEmpty());
    }
  }

  @Test
  void clearTextTakesPasswordsFromTheNetworksThatAreNamed() throws Exception {
    try (Rig rig = rig(Rig.network(LOOPBACK, List.of(), 10));
        Wire wire = new Wire(rig)) {
      Rig.Made made = rig.makeForDav();
      assertEquals(200, wire.get(made).get(made).status());
      assertEquals(200, wire.status());
    }
  }

  @ParameterizedTest
  @CsvSource({"9000, 0, 414", "10, 17000, 431"})
  void headIsBounded(int path, int field, int status) throws Exception {
    try (Rig rig = rig(Rig.network());
        Wire wire = new Wire(rig)) {
      wire.write("GET /" + "p".repeat(path) + " HTTP/1.1\r\nX: " + "f".repeat(field) + "\r\n\r\n");
      assertEquals(status, wire.status());
      assertEquals(-1, wire.status());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 5\r\nContent-Length: 6\r\n",
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        "Content-Length: -5\r\n"
      })
  void requestThatHasTwoLengthsIsNotAnswered(String fields) throws Exception {
    try (Rig rig = rig(Rig.network(LOOPBACK, List.of(), 10));
        Wire wire = new Wire(rig)) {
      wire.write("POST / HTTP/1.1\r\nHost: x\r\n" + fields + "\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n");
      int first = wire.status();
      assertTrue(first == 400 || first == -1, "answered " + first);
      assertEquals(-1, wire.status());
    }
  }

  @Test
  void bodyThatNobodyWantsEndsTheConnection() throws Exception {
    try (Rig rig = rig(Rig.network(LOOPBACK, List.of(), 10));
        Wire wire = new Wire(rig)) {
      wire.write("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 10000000\r\n\r\n");
      assertEquals(401, wire.status());
      for (int i = 0; i < 200; i++) {
        wire.write("x".repeat(50_000));
      }
      assertEquals(-1, wire.status());
    }
  }

  @Test
  void addressHasItsShareOfConnections() throws Exception {
    try (Rig rig = rig(Rig.network(LOOPBACK, List.of(), 1))) {
      Rig.Made made = rig.makeForDav();
      try (Wire first = new Wire(rig)) {
        assertEquals(200, first.get(made).status());
        try (Wire second = new Wire(rig)) {
          assertEquals(-1, second.status());
        }
        assertEquals(200, first.get(made).status());
      }
      rig.next(AuditEvent.SessionClosed.class);
    }
  }

  @Test
  void connectionThatNeverSignsInIsClosed() throws Exception {
    NetworkSettings hasty =
        new NetworkSettings(
            LOOPBACK, List.of(), 10, 10, Duration.ofMillis(100), 65_536, Duration.ofHours(1));
    try (Rig rig = rig(hasty);
        Wire wire = new Wire(rig)) {
      assertEquals(-1, wire.status());
    }
  }

  @Test
  void proxyThatIsNotNamedIsRefused() throws Exception {
    try (Rig rig = rig(Rig.network(ELSEWHERE, ELSEWHERE, 10));
        Wire wire = new Wire(rig)) {
      wire.write("PROXY TCP4 192.0.2.7 192.0.2.1 1234 443\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n");
      assertEquals(-1, wire.status());
    }
  }

  @Test
  void namedProxyNamesTheClient() throws Exception {
    try (Rig rig = rig(Rig.network(ELSEWHERE, LOOPBACK, 10));
        Wire wire = new Wire(rig)) {
      Rig.Made made = rig.makeForDav();
      assertEquals(
          200, wire.write("PROXY TCP4 192.0.2.7 192.0.2.1 1234 443\r\n").get(made).status());
      AuditEvent.SignInDecided decided = rig.next(AuditEvent.SignInDecided.class);
      assertEquals("192.0.2.7", decided.request().client().getAddress().getHostAddress());
      assertEquals(1234, decided.request().client().getPort());
    }
  }
}
