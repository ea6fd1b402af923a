// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.line;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import org.jspecify.annotations.Nullable;
import org.latchkey.adapters.net.Connection;

/**
 * Hands a connection's frames on one by one, and none while it is paused. Holds a buffer only while
 * there is something in it. What it holds when it is removed goes to the next handler as bytes. Its
 * fields belong to the event loop.
 */
public final class FrameDecoder extends ChannelInboundHandlerAdapter {
  private final Connection connection;
  private final Framing framing;
  private @Nullable ChannelHandlerContext context;
  private @Nullable ByteBuf held;
  private boolean paused;
  private boolean delivering;

  public FrameDecoder(Connection connection, Framing framing) {
    this.connection = connection;
    this.framing = framing;
  }

  /** Holds everything back from now on: the handler of a frame calls it to be left alone. */
  public void pause() {
    paused = true;
  }

  /** Goes on. */
  public void resume() {
    paused = false;
    if (context != null) {
      deliver(context);
    }
  }

  /** How many bytes have arrived behind the frame that was handed on last. */
  public int waitingBytes() {
    return held == null ? 0 : held.readableBytes();
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf in = (ByteBuf) message;
    if (held != null) {
      dropWhatWasRead(held);
    }
    held = held == null ? in : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), held, in);
    deliver(ctx);
  }

  /** A client whose reads all end in mid-line would have a buffer that only grows otherwise. */
  private static void dropWhatWasRead(ByteBuf buffer) {
    if (!buffer.isReadOnly()) {
      int end = buffer.writerIndex();
      buffer.discardReadBytes();
      // What was moved may be half a password.
      buffer.setZero(buffer.writerIndex(), end - buffer.writerIndex());
    }
  }

  private void deliver(ChannelHandlerContext ctx) {
    if (delivering) {
      return;
    }
    delivering = true;
    try {
      while (held != null && !paused && !connection.ended()) {
        Frame frame = framing.next(held);
        if (frame == null) {
          break;
        }
        if (connection.mayCommand()) {
          ctx.fireChannelRead(frame);
        } else if (frame instanceof Line line) {
          line.wipe();
        }
      }
    } finally {
      delivering = false;
      tidy();
    }
  }

  private void tidy() {
    if (held != null && (connection.ended() || !held.isReadable())) {
      release();
    }
    // A buffer's whole room counts: a byte in a large one costs as much as a full one.
    connection.holding(held == null ? 0 : held.capacity());
  }

  private void release() {
    if (held != null) {
      held.release();
      held = null;
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    release();
    ctx.fireChannelInactive();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    ByteBuf rest = held;
    held = null;
    if (rest != null) {
      ctx.fireChannelRead(rest);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    connection.failed(cause);
  }
}
