// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.Channel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.latchkey.adapters.Client;
import org.latchkey.adapters.TestTls;
import org.latchkey.config.ListenerSettings;
import org.latchkey.config.NetworkSettings;

final class ListenersTest {
  private final Transport transport = Transport.open();
  private final TlsMaterial tls = TestTls.material();
  private final Limits limits = new Limits(NetworkSettings.defaults());
  private final Listeners listeners = new Listeners(transport, tls, limits);

  @AfterEach
  void close() {
    listeners.close();
    tls.close();
    transport.close();
  }

  private InetSocketAddress bind(int port) {
    return listeners.bind("test", ListenerSettings.loopback(port), Security.STARTTLS, new Echo());
  }

  @Test
  void aTakenPortIsSaidByName() {
    int taken = bind(0).getPort();
    UncheckedIOException refused = assertThrows(UncheckedIOException.class, () -> bind(taken));
    assertTrue(String.valueOf(refused.getMessage()).contains("test"), refused::toString);
  }

  @Test
  void newSettingsCountForOpenPorts() throws IOException {
    InetSocketAddress address = bind(0);
    try (Client first = new Client(address, TestTls.client())) {
      assertEquals("127.0.0.1 NONE", first.line());
      limits.reconfigure(TestConnections.settings(1, 1, 16));
      try (Client second = new Client(address, TestTls.client())) {
        assertEquals("127.0.0.1 NONE", second.line());
        assertEquals("too_much_pending", first.line());
        assertEquals("EOF", first.line());
      }
    }
  }

  @Test
  void closedItAcceptsNoMoreAndLeavesWhatIsOpen() throws IOException {
    InetSocketAddress address = bind(0);
    try (Client open = new Client(address, TestTls.client())) {
      assertEquals("127.0.0.1 NONE", open.line());
      listeners.close();
      assertThrows(SocketException.class, () -> new Client(address, TestTls.client()).close());
      open.send("still here\r\n");
      assertEquals("still here", open.line());
    }
  }

  /** What Netty's acceptor does when accept(2) says EMFILE; it goes on a second later. */
  @Test
  void outOfFileDescriptorsAcceptingPauses() throws Exception {
    InetSocketAddress address = bind(0);
    Channel server = listeners.channels().getFirst();
    boolean reading =
        server
            .eventLoop()
            .submit(
                () -> {
                  server
                      .pipeline()
                      .fireExceptionCaught(new IOException("accept(..): Too many open files"));
                  return server.config().isAutoRead();
                })
            .get();
    assertFalse(reading);
    try (Client waiting = new Client(address, TestTls.client())) {
      assertEquals("127.0.0.1 NONE", waiting.line());
    }
  }
}
