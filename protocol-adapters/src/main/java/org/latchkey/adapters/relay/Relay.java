// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.WriteBufferWaterMark;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.latchkey.adapters.line.Reply;
import org.latchkey.adapters.net.Connection;
import org.latchkey.adapters.net.Farewell;
import org.latchkey.core.session.LiveSession;
import org.latchkey.core.session.LiveSessions;
import org.latchkey.core.session.SignOutReason;

/**
 * A client's connection and its upstream's, joined: what comes in on one side goes out on the
 * other, and a side that can't take more stops the reading of the other, so that never more than
 * the write buffers' marks and one read is held in either direction. Where one side ends, so does
 * the other. Both are on one event loop, which all of this belongs to.
 */
public final class Relay {
  /** How long a side may take to read what is left for it once the other has gone. */
  private static final Duration LAST_OCTETS = Duration.ofSeconds(30);

  /** Several of the largest reads, so that a stream is not stopped and started for each of them. */
  private static final WriteBufferWaterMark UNWRITTEN = new WriteBufferWaterMark(65_536, 262_144);

  private final Connection connection;
  private final Channel client;
  private final Channel upstream;
  private final UpstreamLeg leg;
  private final Passage passage;
  private final LiveSessions sessions;
  private final LiveSession session;
  private @Nullable Reply goodbyeDue;

  /**
   * @param session closed when the client has gone
   */
  public Relay(
      Connection connection,
      UpstreamLeg leg,
      Passage passage,
      LiveSessions sessions,
      LiveSession session) {
    this.connection = connection;
    this.client = connection.channel();
    this.upstream = leg.channel();
    this.leg = leg;
    this.passage = passage;
    this.sessions = sessions;
    this.session = session;
  }

  /**
   * Joins the two. The client has heard that it is signed in; what it sent early comes through its
   * pipeline when its protocol's handlers leave that, to be followed by {@link #begin}.
   */
  public void join() {
    connection.handOver();
    client.config().setWriteBufferWaterMark(UNWRITTEN);
    upstream.config().setWriteBufferWaterMark(UNWRITTEN);
    client.pipeline().addLast(new FromClient(this));
    upstream.pipeline().addLast(new FromUpstream(this));
    leg.release();
  }

  /** Sends on what has come early on both sides, and reads on. */
  public void begin() {
    upstream.flush();
    client.flush();
    if (upstream.isActive()) {
      readWhatFits();
    } else {
      upstreamEnded();
    }
  }

  private void readWhatFits() {
    client.config().setAutoRead(upstream.isWritable());
    upstream.config().setAutoRead(client.isWritable());
  }

  void fromClient(ByteBuf octets) {
    if (connection.ended()) {
      octets.release();
      return;
    }
    var _ = upstream.write(passage.passToUpstream(octets), upstream.voidPromise());
    if (passage.breach().isPresent()) {
      end(passage.breach().get());
    } else if (!upstream.isWritable()) {
      // At once, so that the read loop under way ends with this buffer.
      client.config().setAutoRead(false);
    }
  }

  void fromUpstream(ByteBuf octets) {
    connection.passed();
    var _ = client.write(passage.pass(octets), client.voidPromise());
    if (!client.isWritable()) {
      upstream.config().setAutoRead(false);
    }
    if (passage.breach().isPresent()) {
      end(passage.breach().get());
    } else if (goodbyeDue != null && passage.isAtBoundary()) {
      end(goodbyeDue);
    }
  }

  void flushToUpstream() {
    upstream.flush();
  }

  void flushToClient() {
    client.flush();
  }

  void clientWritabilityChanged() {
    upstream.config().setAutoRead(client.isWritable());
  }

  void upstreamWritabilityChanged() {
    client.config().setAutoRead(upstream.isWritable());
  }

  /**
   * The session is over. The goodbye is put in where the upstream's words leave room for it; a
   * server that is stopping waits for that, everything else doesn't.
   */
  void signedOut(SignOutReason reason) {
    Reply goodbye = passage.goodbye(reason);
    if (passage.isAtBoundary()) {
      end(goodbye);
    } else if (reason == SignOutReason.SERVER_STOPPING) {
      goodbyeDue = goodbye;
    } else {
      connection.close();
      closeUpstream();
    }
  }

  /** It was silent for too long. */
  void farewell(Farewell why) {
    if (passage.isAtBoundary()) {
      connection.endWith(why);
    } else {
      connection.close();
    }
    closeUpstream();
  }

  private void end(Reply goodbye) {
    goodbyeDue = null;
    // First: an upstream that has ended has nothing said behind it.
    connection.end(goodbye.in(client.alloc()));
    closeUpstream();
  }

  /** The client has gone: what it sent last still goes out. */
  void clientEnded() {
    sessions.close(session);
    if (upstream.isActive()) {
      ChannelFuture written = upstream.writeAndFlush(Unpooled.EMPTY_BUFFER);
      written.addListener(ChannelFutureListener.CLOSE);
      if (!written.isDone()) {
        // An upstream that doesn't read keeps nothing open.
        var _ =
            upstream
                .eventLoop()
                .schedule(this::closeUpstream, LAST_OCTETS.toMillis(), TimeUnit.MILLISECONDS);
      }
    }
  }

  /** The upstream has gone: what it said last still goes out. */
  void upstreamEnded() {
    if (!connection.ended()) {
      connection.end(Unpooled.EMPTY_BUFFER, LAST_OCTETS);
    }
  }

  private void closeUpstream() {
    upstream.close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
  }

  void failed(Throwable cause) {
    connection.failed(cause);
  }
}
