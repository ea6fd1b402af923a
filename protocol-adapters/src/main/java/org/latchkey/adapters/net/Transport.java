// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.net;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ReflectiveChannelFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The event loops and the kind of sockets they run: epoll where there is one, else NIO. */
public final class Transport implements AutoCloseable {
  private static final Duration QUIET = Duration.ofMillis(20);
  private static final Duration CLOSING = Duration.ofSeconds(5);

  private final EventLoopGroup acceptors;
  private final EventLoopGroup workers;
  private final Class<? extends ServerChannel> serverChannel;
  private final Class<? extends SocketChannel> socketChannel;
  private final AddressResolverGroup<InetSocketAddress> resolver;

  private Transport(
      IoHandlerFactory io,
      int workerLoops,
      Class<? extends ServerChannel> serverChannel,
      Class<? extends SocketChannel> socketChannel,
      Class<? extends DatagramChannel> datagramChannel) {
    acceptors = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("accept"), io);
    workers = new MultiThreadIoEventLoopGroup(workerLoops, new DefaultThreadFactory("io"), io);
    this.serverChannel = serverChannel;
    this.socketChannel = socketChannel;
    resolver =
        new DnsAddressResolverGroup(
            new DnsNameResolverBuilder()
                .datagramChannelFactory(new ReflectiveChannelFactory<>(datagramChannel)));
  }

  /** The best that this machine has, with a worker loop for each of its processors. */
  public static Transport open() {
    int loops = Runtime.getRuntime().availableProcessors();
    return Epoll.isAvailable()
        ? new Transport(
            EpollIoHandler.newFactory(),
            loops,
            EpollServerSocketChannel.class,
            EpollSocketChannel.class,
            EpollDatagramChannel.class)
        : new Transport(
            NioIoHandler.newFactory(),
            loops,
            NioServerSocketChannel.class,
            NioSocketChannel.class,
            NioDatagramChannel.class);
  }

  /** The loop that accepts. */
  public EventLoopGroup acceptors() {
    return acceptors;
  }

  /** The loops that connections live on. */
  public EventLoopGroup workers() {
    return workers;
  }

  /** The kind of channel that listens. */
  public Class<? extends ServerChannel> serverChannel() {
    return serverChannel;
  }

  /** The kind of channel that connects to an upstream. */
  public Class<? extends SocketChannel> socketChannel() {
    return socketChannel;
  }

  /** Resolves upstreams' names without blocking a loop. */
  public AddressResolverGroup<InetSocketAddress> resolver() {
    return resolver;
  }

  /**
   * Where all buffers come from: pooled, since its memory is bounded by what was in use at once.
   */
  public ByteBufAllocator allocator() {
    return PooledByteBufAllocator.DEFAULT;
  }

  /** Closes every connection and stops the loops; returns when they have stopped, or after 10 s. */
  @Override
  public void close() {
    resolver.close();
    stop(acceptors);
    stop(workers);
  }

  private static void stop(EventLoopGroup loops) {
    // Quiet for a moment, so that a connection just handed over is closed too.
    loops
        .shutdownGracefully(QUIET.toMillis(), CLOSING.toMillis(), TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(CLOSING.toMillis());
  }
}
