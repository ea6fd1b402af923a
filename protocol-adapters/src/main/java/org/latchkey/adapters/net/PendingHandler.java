// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.latchkey.core.throttle.PendingMemory;
import org.latchkey.core.throttle.Throttle.Source;

/**
 * Stands before all other handlers of a connection until somebody has signed in on it: counts what
 * it holds among the memory before sign-in, has what it sends wait for its turn, and ends it when
 * it has to give way. Its methods belong to the event loop.
 */
public final class PendingHandler extends ChannelInboundHandlerAdapter {
  /** Where it is in the pipeline. */
  static final String NAME = "pending";

  /** What a connection costs that says nothing: its handlers, its socket. */
  private static final int CLEAR_BYTES = 4 * 1024;

  /** What of it may wait for its turn; the client has gone then, or its socket would wait. */
  private static final int MOST_WAITING = 64 * 1024;

  /** What TLS adds to it. */
  private static final int TLS_BYTES = 12 * 1024;

  /** A small first buffer, since most connections say little; a bounded largest one. */
  private static final int[] READ_BYTES = {512, 2048, 16_384};

  private static final int READS_BEFORE = 1;
  private static final int READS_AFTER = 16;

  private final Turns turns;
  private final int baseBytes;
  private final PendingMemory.Share share;
  private final AdaptiveRecvByteBufAllocator reads =
      new AdaptiveRecvByteBufAllocator(READ_BYTES[0], READ_BYTES[1], READ_BYTES[2]);
  private final Queue<ByteBuf> waiting = new ArrayDeque<>(2);
  private final Channel channel;
  private Source source;
  private Runnable giveWay;
  private Runnable readAgain;
  private IntSupplier heldBehind = () -> 0;
  private int rawBytes;
  private boolean stoppedReading;
  private boolean inLine;
  private boolean signedIn;

  private PendingHandler(Channel channel, Limits limits, InetAddress client, boolean tls) {
    this.channel = channel;
    turns = limits.turns(channel.eventLoop());
    source = Source.of(client);
    baseBytes = tls ? CLEAR_BYTES + TLS_BYTES : CLEAR_BYTES;
    giveWay = this::close;
    readAgain = () -> channel.config().setAutoRead(true);
    share =
        limits.memory().open(source, () -> channel.eventLoop().execute(this::goAway), baseBytes);
  }

  /** Puts one before the handlers of a channel that is new. */
  public static PendingHandler add(
      Channel channel, Limits limits, InetAddress client, boolean tls) {
    PendingHandler handler = new PendingHandler(channel, limits, client, tls);
    handler.reads.maxMessagesPerRead(READS_BEFORE);
    channel.config().setRecvByteBufAllocator(handler.reads);
    channel.pipeline().addFirst(NAME, handler);
    return handler;
  }

  /** That of a channel; empty where it has none. */
  public static Optional<PendingHandler> of(Channel channel) {
    return Optional.ofNullable(channel.pipeline().get(PendingHandler.class));
  }

  /** A proxy has said where the client is. */
  public void from(InetAddress client) {
    source = Source.of(client);
    share.from(source);
  }

  /** Run in place of a mere close, when the connection has to give way. */
  public void onGiveWay(Runnable farewell) {
    giveWay = farewell;
  }

  /** Run in place of reading on at once, after a turn. */
  void onReadAgain(Runnable reading) {
    readAgain = reading;
  }

  /** What the handlers behind this one hold, in bytes; asked after each turn. */
  public void heldBehind(IntSupplier bytes) {
    heldBehind = bytes;
  }

  /**
   * What has come in until now is counted by the handlers behind this one, or gone: looks again at
   * what they hold.
   */
  public void settle() {
    rawBytes = 0;
    count();
  }

  /** Looks again at what the handlers behind this one hold. */
  public void count() {
    if (!signedIn) {
      share.hold(baseBytes + rawBytes + heldBehind.getAsInt() + unwritten());
    }
  }

  private int unwritten() {
    ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
    return buffer == null
        ? 0
        : (int) Math.min(buffer.totalPendingWriteBytes(), Integer.MAX_VALUE / 2);
  }

  /** Somebody has signed in: from now on it only passes on. */
  public void signedIn() {
    if (!signedIn) {
      signedIn = true;
      share.close();
      reads.maxMessagesPerRead(READS_AFTER);
    }
  }

  /** Whether it keeps the channel from being read for now. */
  boolean hasStoppedReading() {
    return stoppedReading;
  }

  private void goAway() {
    if (!signedIn && channel.isActive()) {
      giveWay.run();
    }
  }

  /** Closes the connection without a word. */
  public void close() {
    channel.close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (signedIn && waiting.isEmpty()) {
      ctx.fireChannelRead(message);
      return;
    }
    ByteBuf octets = (ByteBuf) message;
    if (rawBytes > MOST_WAITING && waiting.size() > 1) {
      octets.release();
      close();
      return;
    }
    rawBytes += octets.capacity();
    waiting.add(octets);
    if (channel.config().isAutoRead()) {
      stoppedReading = true;
      channel.config().setAutoRead(false);
    }
    count();
    getInLine(ctx);
  }

  private void getInLine(ChannelHandlerContext ctx) {
    if (!inLine && channel.isWritable() && !waiting.isEmpty()) {
      inLine = true;
      turns.await(source, () -> turn(ctx));
    }
  }

  private void turn(ChannelHandlerContext ctx) {
    inLine = false;
    @Nullable ByteBuf next = waiting.poll();
    if (next == null) {
      return;
    }
    boolean last = waiting.isEmpty();
    if (last && stoppedReading) {
      // Before the handlers behind have their say.
      stoppedReading = false;
      readAgain.run();
    }
    ctx.fireChannelRead(next);
    ctx.fireChannelReadComplete();
    count();
    getInLine(ctx);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (signedIn && waiting.isEmpty()) {
      ctx.fireChannelReadComplete();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    getInLine(ctx);
    ctx.fireChannelWritabilityChanged();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    handOver(ctx);
    share.close();
    ctx.fireChannelInactive();
  }

  /** What it sent before it went. */
  private void handOver(ChannelHandlerContext ctx) {
    boolean any = !waiting.isEmpty();
    while (!waiting.isEmpty()) {
      ctx.fireChannelRead(waiting.remove());
    }
    if (any) {
      ctx.fireChannelReadComplete();
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    share.close();
    waiting.forEach(ReferenceCountUtil::release);
    waiting.clear();
  }
}
