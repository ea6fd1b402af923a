// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav.gateway;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.internal.net.NetSocketInternal;
import java.net.ProtocolException;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A connection to an upstream: one exchange at a time, all of them of one account. It is good for
 * another only when the last one ended as HTTP/1.1 has it, on both sides. Belongs to the event
 * loop.
 */
final class UpstreamConnection {
  private static final int MOST_INTERIM = 100;

  private final NetSocketInternal socket;
  private final AnswerDecoder decoder = new AnswerDecoder();
  private final Consumer<UpstreamConnection> onEnd;
  private @Nullable Exchange exchange;
  private boolean sent;
  private boolean answered;
  private boolean persistent;
  private boolean closed;
  private int interim;

  /** Who is told of what comes for the request that was sent last. */
  interface Exchange {
    /** The upstream wants the body (RFC 9110 §15.2.1). */
    void goOn();

    /** Another interim answer has come: the upstream is at work. */
    void atWork();

    void head(HttpResponse head);

    void body(Buffer octets);

    /** All has been read; nothing more is told of this exchange. */
    void end();

    /** It broke off; nothing more is told of this exchange. */
    void failed(Throwable failure);

    /** There is room for more of the request. */
    void drained();
  }

  /**
   * @param onEnd told whenever an exchange, or the connection, is over
   */
  UpstreamConnection(NetSocketInternal socket, Consumer<UpstreamConnection> onEnd) {
    this.socket = socket;
    this.onEnd = onEnd;
    ChannelPipeline pipeline = socket.channelHandlerContext().pipeline();
    pipeline.addBefore("handler", "answers", decoder);
    pipeline.addBefore("handler", "requests", new HttpRequestEncoder());
    socket.messageHandler(this::read);
    socket.exceptionHandler(this::failed);
    socket.endHandler(none -> failed(new HttpClosedException("Connection was closed")));
    socket.closeHandler(none -> closed());
    socket.drainHandler(
        none -> {
          if (exchange != null) {
            exchange.drained();
          }
        });
  }

  /** Whether another exchange may begin on it. */
  boolean isReusable() {
    return !closed && exchange == null && sent && answered && persistent && !decoder.isSpoilt();
  }

  boolean isClosed() {
    return closed;
  }

  /** Sends a head, to be followed by {@link #write} and one {@link #finish}. */
  void begin(HttpRequest head, Exchange teller) {
    exchange = teller;
    sent = false;
    answered = false;
    persistent = false;
    interim = 0;
    decoder.expect(HttpMethod.HEAD.equals(head.method()));
    send(head);
  }

  void write(Buffer octets) {
    send(new DefaultHttpContent(Unpooled.wrappedBuffer(octets.getBytes())));
  }

  void finish() {
    send(LastHttpContent.EMPTY_LAST_CONTENT);
    sent = true;
    overIfDone();
  }

  private void send(Object message) {
    socket.writeMessage(message).onFailure(this::failed);
  }

  /** Whether no more should be written for now. */
  boolean isFull() {
    return socket.writeQueueFull();
  }

  void pause() {
    socket.pause();
  }

  void resume() {
    socket.resume();
  }

  /** Ends it now; the exchange hears nothing more. */
  void close() {
    exchange = null;
    socket.resume();
    socket.close();
    if (closed) {
      onEnd.accept(this);
    }
  }

  /** An exchange that has not had all yet hears of the end behind it. */
  private void closed() {
    closed = true;
    if (exchange == null) {
      onEnd.accept(this);
    }
  }

  private void read(Object message) {
    try {
      Exchange teller = exchange;
      if (teller != null && !answered) {
        read(message, teller);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void read(Object message, Exchange teller) {
    switch (message) {
      case AnswerDecoder.Interim early -> interim(early, teller);
      case HttpResponse head when head.decoderResult().isFailure() ->
          broken(head.decoderResult().cause());
      case HttpResponse head -> {
        persistent = isPersistent(head) && !decoder.isUntilClosed();
        teller.head(head);
      }
      case HttpContent content when content.decoderResult().isFailure() ->
          broken(content.decoderResult().cause());
      case HttpContent content -> {
        if (content.content().isReadable()) {
          teller.body(Buffer.buffer(ByteBufUtil.getBytes(content.content())));
        }
        if (content instanceof LastHttpContent && teller.equals(exchange)) {
          answered = true;
          teller.end();
          overIfDone();
        }
      }
      default -> broken(new ProtocolException("no answer"));
    }
  }

  private void interim(AnswerDecoder.Interim early, Exchange teller) {
    if (++interim > MOST_INTERIM) {
      broken(new ProtocolException("no end of interim answers"));
    } else if (early.status() == 100) {
      teller.goOn();
    } else {
      teller.atWork();
    }
  }

  /** RFC 9112 §9.3. */
  private static boolean isPersistent(HttpResponse head) {
    List<String> options =
        head.headers().getAll(HttpHeaderNames.CONNECTION).stream()
            .flatMap(field -> List.of(field.toLowerCase(Locale.ROOT).split("\\s*,\\s*")).stream())
            .toList();
    return head.protocolVersion().minorVersion() > 0
        ? !options.contains("close")
        : options.contains("keep-alive") && !options.contains("close");
  }

  private void overIfDone() {
    if (sent && answered && exchange != null) {
      exchange = null;
      onEnd.accept(this);
    }
  }

  private void broken(Throwable cause) {
    ProtocolException failure = new ProtocolException(String.valueOf(cause.getMessage()));
    failure.initCause(cause);
    failed(failure);
  }

  private void failed(Throwable failure) {
    Exchange teller = exchange;
    exchange = null;
    socket.close();
    if (teller != null && !answered) {
      teller.failed(failure);
    }
    if (closed) {
      onEnd.accept(this);
    }
  }
}
