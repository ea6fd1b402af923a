// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.net.TcpConfig;
import io.vertx.core.transport.Transport;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;
import org.latchkey.adapters.net.Limits;
import org.latchkey.adapters.net.PendingHandler;

/**
 * Vert.x's transport, the best that this machine has, with one thing added: each connection that a
 * server accepts is counted among the memory before sign-in from its first octet, before Vert.x
 * knows of it.
 */
public final class PendingTransport implements Transport {
  private final Transport best;
  private final Limits limits;

  public PendingTransport(Limits limits) {
    this.limits = limits;
    @Nullable Transport nativeTransport = Transport.nativeTransport();
    best = nativeTransport != null && nativeTransport.available() ? nativeTransport : Transport.NIO;
  }

  @Override
  public String name() {
    return best.name();
  }

  @Override
  public boolean available() {
    return true;
  }

  @Override
  public @Nullable Throwable unavailabilityCause() {
    return null;
  }

  @Override
  public io.vertx.core.spi.transport.Transport implementation() {
    return new Counting(best.implementation(), limits);
  }

  private record Counting(io.vertx.core.spi.transport.Transport best, Limits limits)
      implements io.vertx.core.spi.transport.Transport {

    @Override
    public void configure(TcpConfig config, boolean domainSocket, ServerBootstrap bootstrap) {
      best.configure(config, domainSocket, bootstrap);
      ChannelHandler vertx = bootstrap.config().childHandler();
      bootstrap.childHandler(
          new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel channel) {
              if (channel.remoteAddress() instanceof InetSocketAddress client) {
                PendingHandler.add(channel, limits, client.getAddress(), true);
              }
              channel.pipeline().addLast(vertx);
            }
          });
    }

    @Override
    public boolean supportsDomainSockets() {
      return best.supportsDomainSockets();
    }

    @Override
    public boolean supportFileRegion() {
      return best.supportFileRegion();
    }

    @Override
    public boolean isAvailable() {
      return best.isAvailable();
    }

    @Override
    public @Nullable Throwable unavailabilityCause() {
      return best.unavailabilityCause();
    }

    @Override
    public SocketAddress convert(io.vertx.core.net.SocketAddress address) {
      return best.convert(address);
    }

    @Override
    public io.vertx.core.net.@Nullable SocketAddress convert(SocketAddress address) {
      return best.convert(address);
    }

    @Override
    public IoHandlerFactory ioHandlerFactory() {
      return best.ioHandlerFactory();
    }

    @Override
    @SuppressWarnings("deprecation") // the interface's own
    public DatagramChannel datagramChannel(InternetProtocolFamily family) {
      return best.datagramChannel(family);
    }

    @Override
    public ChannelFactory<? extends DatagramChannel> datagramChannelFactory() {
      return best.datagramChannelFactory();
    }

    @Override
    public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
      return best.channelFactory(domainSocket);
    }

    @Override
    public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
      return best.serverChannelFactory(domainSocket);
    }

    @Override
    public void configure(DatagramChannel channel, DatagramSocketOptions options) {
      best.configure(channel, options);
    }

    @Override
    public void configure(TcpConfig config, boolean domainSocket, Bootstrap bootstrap) {
      best.configure(config, domainSocket, bootstrap);
    }
  }
}
