// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.latchkey.config.ListenerSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ports that are open, and what their connections share. Out of file descriptors, accepting
 * pauses for a second (Netty's acceptor does that). Safe for use by many threads.
 */
public final class Listeners implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Listeners.class);

  private static final int BACKLOG = 4096;

  /** Past the upper mark of unwritten bytes a client isn't read until it is below the lower. */
  private static final WriteBufferWaterMark UNWRITTEN = new WriteBufferWaterMark(16_384, 65_536);

  private final Transport transport;
  private final TlsMaterial tls;
  private final Limits limits;
  private final List<Channel> open = new CopyOnWriteArrayList<>();
  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

  public Listeners(Transport transport, TlsMaterial tls, Limits limits) {
    this.transport = transport;
    this.tls = tls;
    this.limits = limits;
  }

  /**
   * Opens a port. Blocks until it is open.
   *
   * @param name the port's name in the log
   * @return the address that it got
   * @throws UncheckedIOException when the port can't be had
   */
  public InetSocketAddress bind(
      String name, ListenerSettings settings, Security security, Protocol protocol) {
    ChannelFuture bound =
        new ServerBootstrap()
            .group(transport.acceptors(), transport.workers())
            .channel(transport.serverChannel())
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .childOption(ChannelOption.ALLOCATOR, transport.allocator())
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, UNWRITTEN)
            .childHandler(new AcceptedHandler(protocol, security, tls, limits, connections))
            .bind(settings.socketAddress())
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new UncheckedIOException(
          "can't open %s on %s".formatted(name, settings.socketAddress()),
          new IOException(bound.cause()));
    }
    open.add(bound.channel());
    InetSocketAddress address = (InetSocketAddress) bound.channel().localAddress();
    log.info("event=listening name={} address={}", name, address);
    return address;
  }

  /** How many connections are open. */
  public int connections() {
    return limits.connections();
  }

  List<Channel> channels() {
    return open;
  }

  /**
   * Says goodbye on the connections that nobody has signed in on, but for those whose sign-in is
   * being decided.
   */
  public void dismiss() {
    for (Channel each : connections) {
      each.pipeline().fireUserEventTriggered(Farewell.STOPPING);
    }
  }

  /** Stops accepting; connections that are open stay. */
  @Override
  public void close() {
    for (Channel channel : open) {
      channel.close().awaitUninterruptibly();
    }
    open.clear();
  }
}
