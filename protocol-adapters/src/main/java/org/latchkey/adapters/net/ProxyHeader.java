// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.net;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol.AddressFamily;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for the header with which a trusted proxy begins (PROXY protocol, versions 1 and 2), and
 * takes its word for where the client is. One that sends none is cut off. Belongs to the event
 * loop.
 */
final class ProxyHeader extends ChannelInboundHandlerAdapter {
  private static final Logger log = LoggerFactory.getLogger(ProxyHeader.class);

  private final AcceptedHandler accepted;
  private final InetSocketAddress proxy;
  private final Limits limits;
  private @Nullable Future<?> deadline;

  ProxyHeader(AcceptedHandler accepted, InetSocketAddress proxy, Limits limits) {
    this.accepted = accepted;
    this.proxy = proxy;
    this.limits = limits;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    long nanos = limits.settings().signInDeadline().toNanos();
    deadline = ctx.executor().schedule(() -> close(ctx), nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    HAProxyMessage header = (HAProxyMessage) message;
    InetSocketAddress client;
    try {
      client = client(header, proxy);
    } finally {
      header.release();
    }
    ctx.pipeline().remove(this);
    accepted.admit(ctx.channel(), client);
  }

  /** The proxy itself where it speaks for itself (a health check) or for no internet address. */
  static InetSocketAddress client(HAProxyMessage header, InetSocketAddress proxy) {
    AddressFamily family = header.proxiedProtocol().addressFamily();
    boolean internet = family == AddressFamily.AF_IPv4 || family == AddressFamily.AF_IPv6;
    return header.command() == HAProxyCommand.PROXY && internet
        ? new InetSocketAddress(InetAddress.ofLiteral(header.sourceAddress()), header.sourcePort())
        : proxy;
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    cancelDeadline();
    ctx.fireChannelInactive();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    cancelDeadline();
  }

  private void cancelDeadline() {
    if (deadline != null) {
      deadline.cancel(false);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    log.debug("event=proxy-header-refused proxy={}", proxy, cause);
    close(ctx);
  }

  private static void close(ChannelHandlerContext ctx) {
    ctx.close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
  }
}
