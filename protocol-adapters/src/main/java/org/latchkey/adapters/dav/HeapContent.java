// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;

/**
 * Copies the content of HTTP/1 requests to the heap before Vert.x has it. Vert.x forgets, without
 * releasing it, content that comes on a connection whose last answer is written: a stranger could
 * use up the pooled memory so.
 */
final class HeapContent extends ChannelInboundHandlerAdapter {
  /** Vert.x's own handler of a connection. */
  private static final String BEHIND = "handler";

  private HeapContent() {}

  /** Puts one in front of Vert.x's handler, where the channel has that. */
  static void add(Channel channel) {
    if (channel.pipeline().context(BEHIND) != null) {
      channel.pipeline().addBefore(BEHIND, null, new HeapContent());
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (message instanceof HttpContent content && content.content().isReadable()) {
      ByteBuf copy = Unpooled.wrappedBuffer(ByteBufUtil.getBytes(content.content()));
      HttpContent copied = content.replace(copy);
      content.release();
      ctx.fireChannelRead(copied);
    } else {
      ctx.fireChannelRead(message);
    }
  }
}
