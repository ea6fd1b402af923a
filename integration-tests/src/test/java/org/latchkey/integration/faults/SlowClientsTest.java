// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.faults;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latchkey.integration.Admin;
import org.latchkey.integration.LineClient;
import org.latchkey.integration.Poll;
import org.latchkey.integration.TestAccount;

/** Clients that never get to the point: the others sign in, and they themselves are ended. */
final class SlowClientsTest {
  private static final int IDLE = 2000;
  private static final int SLOW = 500;

  /** Of every client: enough on a busy machine for those that mean it. */
  private static final String DEADLINE = "5 s";

  private static final TestAccount ALICE = TestAccount.of("alice");

  @TempDir Path folder;

  private final List<SocketChannel> clients = new ArrayList<>();

  @Test
  void slowAndIdleClientsKeepNobodyOutAndAreEnded() throws Exception {
    Path settings = ChildSettings.write(folder, DEADLINE);
    try (Child child = Child.start(settings, folder.resolve("data"))) {
      String secret;
      try (Admin admin = child.admin()) {
        admin.addAccount(ALICE);
        secret = admin.make(ALICE, "phone").secret();
      }
      List<String> ports =
          List.of("imap", "imaps", "submission", "submissions", "https", "ldap", "ldaps");
      for (int i = 0; i < IDLE + SLOW; i++) {
        connect(child.port(ports.get(i % ports.size())));
      }
      List<SocketChannel> slow = clients.subList(IDLE, IDLE + SLOW);
      Poll.until(
          "every connection that nobody signs in on is ended",
          () -> {
            slow.forEach(SlowClientsTest::oneOctet);
            assertSignsIn(child, secret);
            return clients.stream().allMatch(SlowClientsTest::isEnded);
          });
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
      String answer = client.imapLogin(ALICE.uid(), secret);
      assertTrue(answer.startsWith("a OK"), answer);
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
