// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.latchkey.core.throttle.Throttle.Source;

/**
 * Keeps one connection within its limits: its place among all, its deadline, its idle time, its
 * unread answers. Its fields belong to the event loop.
 *
 * <p>There is one timer a connection. It runs out at the sign-in deadline; after a sign-in it goes
 * on as the idle timer, set anew only when it runs out, so that a read costs no more than a look at
 * the clock.
 */
final class ConnectionGuard extends ChannelInboundHandlerAdapter {
  private final Connection connection;
  private final Protocol protocol;
  private final Security security;
  private final Limits limits;
  private long lastReadNanos;
  private @Nullable Future<?> timer;

  ConnectionGuard(Connection connection, Protocol protocol, Security security, Limits limits) {
    this.connection = connection;
    this.protocol = protocol;
    this.security = security;
    this.limits = limits;
  }

  /**
   * @param leftNanos of the sign-in deadline
   */
  void startTimer(ChannelHandlerContext ctx, long leftNanos) {
    timer = ctx.executor().schedule(() -> timeIsUp(ctx), leftNanos, TimeUnit.NANOSECONDS);
  }

  private void timeIsUp(ChannelHandlerContext ctx) {
    if (!connection.hasSignedIn()) {
      connection.farewell(Farewell.SIGN_IN_DEADLINE);
      return;
    }
    if (connection.hasPassedLately()) {
      startTimer(ctx, limits.settings().idleTimeout().toNanos());
      return;
    }
    long idle = limits.nanoTime() - lastReadNanos;
    long left = limits.settings().idleTimeout().toNanos() - idle;
    if (left <= 0) {
      connection.farewell(Farewell.IDLE);
    } else {
      startTimer(ctx, left);
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    lastReadNanos = limits.nanoTime();
    startTimer(ctx, limits.settings().signInDeadline().toNanos());
    if (security == Security.STARTTLS) {
      protocol.start(connection);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    lastReadNanos = limits.nanoTime();
    ctx.fireChannelRead(message);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event == Farewell.STOPPING) {
      if (!connection.hasSignedIn() && !connection.readsHeld()) {
        connection.endWith(Farewell.STOPPING);
      }
      return;
    }
    if (event instanceof SslHandshakeCompletionEvent handshake) {
      if (!handshake.isSuccess()) {
        connection.close();
        return;
      }
      connection.tlsIsUp();
      if (security == Security.IMPLICIT_TLS) {
        protocol.start(connection);
      }
    } else if (event instanceof SslCloseCompletionEvent) {
      connection.close();
    }
    ctx.fireUserEventTriggered(event);
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    connection.readOrNot();
    ctx.fireChannelWritabilityChanged();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (timer != null) {
      timer.cancel(false);
    }
    ctx.fireChannelInactive();
    limits.leave(Source.of(connection.client().getAddress()));
  }

  /** What the handlers before this one couldn't cope with: a broken handshake, a reset. */
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    connection.failed(cause);
  }
}
