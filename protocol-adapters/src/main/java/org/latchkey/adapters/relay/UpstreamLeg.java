// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.relay;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;

/** An upstream connection that is signed in and waits for its client. Belongs to the event loop. */
public final class UpstreamLeg {
  private final Channel channel;
  private final UpstreamHandler handler;

  UpstreamLeg(Channel channel, UpstreamHandler handler) {
    this.channel = channel;
    this.handler = handler;
  }

  Channel channel() {
    return channel;
  }

  /** Hands what comes from now on, and what has come already, to the handlers added last. */
  void release() {
    handler.leave(channel);
  }

  /** Closes it: there is no client for it any more. */
  public void close() {
    channel.close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
  }
}
