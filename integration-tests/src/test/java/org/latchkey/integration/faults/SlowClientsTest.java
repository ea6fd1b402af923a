// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.faults;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.LDAPConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that never get to the point: the others sign in, and their own time is short. */
final class SlowClientsTest {
  private static final int IDLE = 2000;
  private static final int SLOW = 500;
  private static final Duration DEADLINE = Duration.ofSeconds(2);

  /** For a busy machine to find out and close so many. */
  private static final Duration CLOSING = Duration.ofSeconds(3);

  @TempDir Path folder;

  private final List<SocketChannel> clients = new ArrayList<>();
  private int granted;

  @Test
  void slowAndIdleClientsKeepNobodyOutAndEndInTime() throws Exception {
    Path settings = ChildSettings.write(folder, "2 s");
    try (Child child = Child.start(settings, folder.resolve("data"))) {
      String secret;
      try (LDAPConnection admin = Admin.bind(child)) {
        Admin.addAccount(admin, "alice", "alice@example.org", "correct horse");
        secret = Admin.generate(admin, Admin.dn("phone", "alice"));
      }
      List<String> ports =
          List.of("imap", "imaps", "submission", "submissions", "https", "ldap", "ldaps");
      for (int i = 0; i < IDLE + SLOW; i++) {
        connect(child.port(ports.get(i % ports.size())));
      }
      List<SocketChannel> slow = clients.subList(IDLE, IDLE + SLOW);
      Poll.until(
          DEADLINE.plus(CLOSING),
          "every connection that nobody signs in on is ended",
          () -> {
            slow.forEach(SlowClientsTest::oneOctet);
            assertSignsIn(child, secret);
            return clients.stream().allMatch(SlowClientsTest::isEnded);
          });
      assertTrue(granted > 0);
      assertSignsIn(child, secret);
    } finally {
      for (SocketChannel each : clients) {
        each.close();
      }
    }
  }

  private void connect(int port) throws IOException {
    SocketChannel client =
        SocketChannel.open(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
    clients.add(client);
    client.configureBlocking(false);
  }

  private void assertSignsIn(Child child, String secret) throws IOException {
    try (LineClient client = LineClient.greeted(child.port("imap"))) {
      String answer = client.imapLogin("alice", secret);
      assertTrue(answer.startsWith("a OK"), answer);
      granted++;
    }
  }

  private static void oneOctet(SocketChannel client) {
    try {
      var _ = client.write(ByteBuffer.wrap(new byte[] {'0'}));
    } catch (IOException e) {
      // It is ended; isEnded tells.
    }
  }

  private static boolean isEnded(SocketChannel client) {
    ByteBuffer words = ByteBuffer.allocate(4096);
    try {
      int read = client.read(words);
      while (read > 0) {
        read = client.read(words.clear());
      }
      return read < 0;
    } catch (IOException e) {
      return true; // a reset is an end as well
    }
  }
}
