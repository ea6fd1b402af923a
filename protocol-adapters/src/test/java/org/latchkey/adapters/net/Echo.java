// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** A protocol that greets with its client's address and sends back what it gets. */
final class Echo implements Protocol {
  private Optional<Connection> last = Optional.empty();

  Connection last() {
    return last.orElseThrow();
  }

  static ByteBuf text(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
  }

  @Override
  public void start(Connection connection) {
    last = Optional.of(connection);
    connection
        .channel()
        .pipeline()
        .addLast(
            new ChannelInboundHandlerAdapter() {
              @Override
              public void channelRead(ChannelHandlerContext ctx, Object message) {
                connection.write((ByteBuf) message);
              }

              @Override
              public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
                connection.failed(cause);
              }
            });
    connection.write(
        text(
            connection.client().getAddress().getHostAddress()
                + " "
                + connection.protection()
                + "\r\n"));
  }

  @Override
  public ByteBuf farewell(Farewell why, ByteBufAllocator allocator) {
    return text(why.name().toLowerCase(Locale.ROOT) + "\r\n");
  }
}
