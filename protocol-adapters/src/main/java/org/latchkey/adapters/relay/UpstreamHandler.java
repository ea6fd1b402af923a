// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.relay;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.latchkey.adapters.relay.UpstreamDialogue.BeginTls;
import org.latchkey.adapters.relay.UpstreamDialogue.Failed;
import org.latchkey.adapters.relay.UpstreamDialogue.Listen;
import org.latchkey.adapters.relay.UpstreamDialogue.Ready;
import org.latchkey.adapters.relay.UpstreamDialogue.Say;
import org.latchkey.adapters.relay.UpstreamDialogue.Turn;
import org.latchkey.core.password.Secret;
import org.latchkey.core.upstream.UpstreamFailure;

/**
 * Leads the {@link UpstreamDialogue} of one upstream connection until it is ready or has failed.
 * Its fields belong to the event loop.
 */
final class UpstreamHandler extends ChannelInboundHandlerAdapter {
  private final Supplier<SslHandler> tls;
  private final BiConsumer<Channel, UpstreamDialogue.Action> ended;
  private final UpstreamLines lines = new UpstreamLines();
  private UpstreamDialogue state;
  private boolean over;

  /**
   * @param tls makes the handler for {@link BeginTls}
   * @param ended told once, with {@link Ready} or {@link Failed}
   */
  UpstreamHandler(
      UpstreamDialogue first,
      Supplier<SslHandler> tls,
      BiConsumer<Channel, UpstreamDialogue.Action> ended) {
    this.state = first;
    this.tls = tls;
    this.ended = ended;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    ctx.pipeline().addBefore(ctx.name(), null, lines);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (over) {
      // Behind the last line of the dialogue: the relay's.
      ctx.fireChannelRead(message);
      return;
    }
    ByteBuf line = (ByteBuf) message;
    String text;
    try {
      text = line.toString(StandardCharsets.ISO_8859_1);
    } finally {
      line.release();
    }
    take(ctx, state.on(text));
  }

  private void take(ChannelHandlerContext ctx, Turn turn) {
    state = turn.next();
    boolean asks = turn.action() instanceof Say || turn.action() instanceof Ready;
    int unasked = lines.waitingOctet();
    if (asks && unasked >= 0 && !state.mayComeUnasked(unasked)) {
      // An answer to the question before it was put, and each one after it to the wrong one.
      discard(turn.action());
      fail(ctx, UpstreamFailure.PROTOCOL, "words that nobody asked for");
      return;
    }
    switch (turn.action()) {
      case Listen listen -> {}
      case Say say -> say(ctx, say.octets());
      case BeginTls begin -> beginTls(ctx);
      case Ready ready -> end(ctx, ready);
      case Failed failed -> end(ctx, failed);
    }
  }

  private static void discard(UpstreamDialogue.Action action) {
    if (action instanceof Say say) {
      say.octets().close();
    }
  }

  private static void say(ChannelHandlerContext ctx, Secret octets) {
    try (octets) {
      ByteBuf out = ctx.alloc().buffer(octets.length()).writeBytes(octets.octets());
      // What fails goes to exceptionCaught.
      var _ = ctx.writeAndFlush(out, ctx.voidPromise());
    }
  }

  private void beginTls(ChannelHandlerContext ctx) {
    if (lines.waitingBytes() > 0) {
      fail(ctx, UpstreamFailure.PROTOCOL, "words behind the permission to begin TLS");
      return;
    }
    ctx.pipeline().addFirst(tls.get());
  }

  private void fail(ChannelHandlerContext ctx, UpstreamFailure reason, String detail) {
    end(ctx, new Failed(reason, detail));
  }

  private void end(ChannelHandlerContext ctx, UpstreamDialogue.Action result) {
    if (!over) {
      over = true;
      ended.accept(ctx.channel(), result);
    }
  }

  /** Leaves the pipeline to the handlers behind, with whatever has come in for them. */
  void leave(Channel channel) {
    channel.pipeline().remove(lines);
    channel.pipeline().remove(this);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SslHandshakeCompletionEvent handshake) {
      if (!handshake.isSuccess()) {
        fail(ctx, UpstreamFailure.TLS, String.valueOf(handshake.cause().getMessage()));
      } else if (state instanceof AwaitingTls) {
        take(ctx, state.onTls());
      }
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    fail(ctx, UpstreamFailure.PROTOCOL, "it ended the connection");
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    boolean tlsFailed =
        cause instanceof SSLException
            || (cause instanceof DecoderException && cause.getCause() instanceof SSLException);
    fail(
        ctx,
        tlsFailed ? UpstreamFailure.TLS : UpstreamFailure.PROTOCOL,
        String.valueOf(cause.getMessage()));
  }
}
