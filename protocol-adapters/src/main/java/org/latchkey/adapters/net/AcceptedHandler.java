// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.group.ChannelGroup;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import java.net.InetSocketAddress;
import org.latchkey.core.throttle.Throttle.Source;

/**
 * Takes in a listener's new channels: learns where the client is, gives it a place or turns it
 * away, and makes a {@link Connection} of it.
 */
@Sharable
final class AcceptedHandler extends ChannelInboundHandlerAdapter {
  private static final int MAX_PROXY_TLV_BYTES = 2048;

  private final Protocol protocol;
  private final Security security;
  private final TlsMaterial tls;
  private final Limits limits;
  private final ChannelGroup connections;

  AcceptedHandler(
      Protocol protocol,
      Security security,
      TlsMaterial tls,
      Limits limits,
      ChannelGroup connections) {
    this.protocol = protocol;
    this.security = security;
    this.tls = tls;
    this.limits = limits;
    this.connections = connections;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    Channel channel = ctx.channel();
    if (channel.remoteAddress() instanceof InetSocketAddress peer) {
      ctx.pipeline().remove(this);
      open(channel, peer);
    } else {
      // It has gone already.
      channel.close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
    }
  }

  void open(Channel channel, InetSocketAddress peer) {
    if (limits.isTrustedProxy(peer.getAddress())) {
      channel
          .pipeline()
          .addLast(
              new HAProxyMessageDecoder(MAX_PROXY_TLV_BYTES, true),
              new ProxyHeader(this, peer, limits));
    } else {
      admit(channel, peer);
    }
  }

  /** Goes on once it is known where the client is. */
  void admit(Channel channel, InetSocketAddress client) {
    Source source = Source.of(client.getAddress());
    if (!limits.enter(source)) {
      turnAway(channel);
      return;
    }
    boolean encrypted = security == Security.IMPLICIT_TLS;
    PendingHandler pending = PendingHandler.add(channel, limits, client.getAddress(), encrypted);
    Connection connection = new Connection(channel, client, protocol, tls, limits, pending);
    if (encrypted) {
      channel.pipeline().addLast(tls.newHandler(channel.alloc()));
    }
    channel.pipeline().addLast(new ConnectionGuard(connection, protocol, security, limits));
    connections.add(channel);
  }

  private void turnAway(Channel channel) {
    if (security == Security.IMPLICIT_TLS) {
      channel.close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
    } else {
      channel
          .writeAndFlush(protocol.farewell(Farewell.TOO_MANY_CONNECTIONS, channel.alloc()))
          .addListener(ChannelFutureListener.CLOSE);
    }
  }
}
