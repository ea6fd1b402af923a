// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.latchkey.adapters.net.Transport;
import org.latchkey.adapters.relay.Upstream;
import org.latchkey.config.Announce;
import org.latchkey.config.MasterForm;
import org.latchkey.config.UpstreamSettings;
import org.latchkey.config.UpstreamSignIn;
import org.latchkey.config.UpstreamSignInSettings;
import org.latchkey.config.UpstreamTls;
import org.latchkey.core.account.Service;

/** The upstream of one connection, on loopback and in clear text, which says what it is told to. */
final class ScriptedUpstream implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 30_000;

  private final ServerSocket server;
  private final Path masterPassword;
  private final Upstream upstream;
  private @Nullable Client accepted;

  /**
   * Who connects signs in as the master user {@code latchkey}, whose password is {@code master}.
   */
  ScriptedUpstream(Service service, Transport transport, Scene scene) throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    server.setSoTimeout(TIMEOUT_MILLIS);
    masterPassword = Files.createTempFile("latchkey-master", "");
    Files.writeString(masterPassword, "master\n");
    upstream = Upstream.of(service, settings(), scene.upstreamParts(transport)).orElseThrow();
  }

  private UpstreamSettings settings() {
    InetSocketAddress address = (InetSocketAddress) server.getLocalSocketAddress();
    return new UpstreamSettings(
        Optional.of(address.getAddress().getHostAddress()),
        address.getPort(),
        UpstreamTls.NONE,
        // Not used, and much faster to read than the system's.
        Optional.of(TestTls.resource("tls/first.pem")),
        new UpstreamSignInSettings(
            UpstreamSignIn.MASTER,
            "uid",
            Optional.of("latchkey"),
            Optional.of(masterPassword),
            MasterForm.AUTHZID,
            Optional.empty()),
        Announce.NONE,
        Duration.ofSeconds(60));
  }

  Upstream upstream() {
    return upstream;
  }

  /** Says these characters, each an octet, once Latchkey has connected. */
  void say(String text) throws IOException {
    latchkey().send(text);
  }

  /** Fails unless this is the next line that comes in. */
  void hear(String line, String where) throws IOException {
    assertEquals(line, latchkey().line(), where);
  }

  /** Ends the connection. */
  void leave() throws IOException {
    latchkey().close();
  }

  private Client latchkey() throws IOException {
    if (accepted == null) {
      accepted = new Client(server.accept(), TestTls.client());
    }
    return accepted;
  }

  @Override
  public void close() throws IOException {
    upstream.close();
    server.close();
    if (accepted != null) {
      accepted.close();
    }
    Files.delete(masterPassword);
  }
}
