// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.net;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.Ticker;
import java.net.InetSocketAddress;
import org.latchkey.config.NetworkSettings;

/** Connections without sockets, for one protocol's tests. */
public final class EmbeddedConnections {
  private final AcceptedHandler acceptor;

  public EmbeddedConnections(Protocol protocol, TlsMaterial tls, NetworkSettings settings) {
    acceptor =
        new AcceptedHandler(
            protocol, Security.STARTTLS, tls, new Limits(settings, Ticker.systemTicker()));
  }

  /** A new connection from this address, in clear text, that may be upgraded. */
  public EmbeddedChannel connect(InetSocketAddress client) {
    EmbeddedChannel channel = new EmbeddedChannel();
    acceptor.admit(channel, client);
    return channel;
  }
}
