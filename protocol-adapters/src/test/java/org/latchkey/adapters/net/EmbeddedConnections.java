// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.net;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.net.InetSocketAddress;
import org.latchkey.config.NetworkSettings;
import org.latchkey.core.throttle.PendingMemory;

/** Connections without sockets, for one protocol's tests. */
public final class EmbeddedConnections {
  private final Limits limits;
  private final AcceptedHandler acceptor;

  public EmbeddedConnections(Protocol protocol, TlsMaterial tls, NetworkSettings settings) {
    limits = new Limits(settings, new PendingMemory(settings.maxPendingBytes()));
    acceptor =
        new AcceptedHandler(
            protocol,
            Security.STARTTLS,
            tls,
            limits,
            new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE));
  }

  /** A new connection from this address, in clear text, that may be upgraded. */
  public EmbeddedChannel connect(InetSocketAddress client) {
    return connect(client, ByteBufAllocator.DEFAULT);
  }

  /** The same, with all of its buffers from this allocator. */
  public EmbeddedChannel connect(InetSocketAddress client, ByteBufAllocator allocator) {
    EmbeddedChannel channel = new EmbeddedChannel();
    channel.config().setAllocator(allocator);
    acceptor.admit(channel, client);
    return channel;
  }

  /** How many are open. */
  public int open() {
    return limits.connections();
  }

  /** What is held of those that nobody has signed in on. */
  public long pendingBytes() {
    return limits.pendingBytes();
  }
}
