// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.relay;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** The upstream's end of a relay. */
final class FromUpstream extends ChannelInboundHandlerAdapter {
  private final Relay relay;

  FromUpstream(Relay relay) {
    this.relay = relay;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    relay.fromUpstream((ByteBuf) message);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    relay.flushToClient();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    relay.upstreamWritabilityChanged();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    relay.upstreamEnded();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    relay.failed(cause);
  }
}
