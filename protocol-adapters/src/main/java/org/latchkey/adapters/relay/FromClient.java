// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.relay;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.latchkey.adapters.net.Farewell;
import org.latchkey.core.session.SignOutReason;

/** The client's end of a relay. */
final class FromClient extends ChannelInboundHandlerAdapter {
  private final Relay relay;

  FromClient(Relay relay) {
    this.relay = relay;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    relay.fromClient((ByteBuf) message);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    relay.flushToUpstream();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    relay.clientWritabilityChanged();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    switch (event) {
      case SignOutReason reason -> relay.signedOut(reason);
      case Farewell why -> relay.farewell(why);
      default -> {}
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    relay.clientEnded();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    relay.failed(cause);
  }
}
