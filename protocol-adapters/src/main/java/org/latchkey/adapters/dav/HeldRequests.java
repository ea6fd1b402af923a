// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav;

import io.netty.channel.Channel;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.latchkey.adapters.net.PendingHandler;

/**
 * What the requests of one connection hold until somebody has signed in on it, counted among the
 * memory before sign-in. Belongs to the connection's event loop.
 */
final class HeldRequests {
  /** The largest form that a stranger may send. */
  static final int FORM_BYTES = 8 * 1024;

  /** What an HTTP/2 stream costs, apart from what it sent. */
  private static final int STREAM_BYTES = 4 * 1024;

  /** What of all bodies may be on its way: the window of an HTTP/2 connection. */
  private static final int WINDOW_BYTES = 64 * 1024;

  private final Optional<PendingHandler> pending;
  private final @Nullable Http2ConnectionHandler http2;
  private boolean signedIn;
  private int bytes;
  private long expected;

  /**
   * @param http a connection of Vert.x, whose channel this looks at
   */
  @SuppressWarnings("deprecation") // nothing else tells the client why it goes
  HeldRequests(HttpConnection http, InetAddress client) {
    Channel channel = ((ConnectionBase) http).channel();
    pending = PendingHandler.of(channel);
    http2 = channel.pipeline().get(Http2ConnectionHandler.class);
    if (http2 == null) {
      HeapContent.add(channel);
    }
    pending.ifPresent(
        handler -> {
          handler.from(client);
          handler.heldBehind(this::held);
          handler.onGiveWay(
              () -> {
                if (http2 != null) {
                  http.goAway(Http2Code.ENHANCE_YOUR_CALM);
                }
                http.close();
                handler.close();
              });
          handler.settle();
        });
  }

  private int streams() {
    return http2 == null ? 0 : http2.connection().numActiveStreams();
  }

  /** A client that doesn't heed the number of streams, or hasn't heard of it yet. */
  boolean hasTooManyStreams() {
    return !signedIn && streams() > DavOptions.STREAMS_BEFORE_SIGN_IN;
  }

  private int held() {
    return bytes + streams() * STREAM_BYTES + (int) Math.min(expected, WINDOW_BYTES);
  }

  /** A request's head is here; what it costs is to be given back to {@link #over}. */
  int begins(HttpServerRequest request) {
    int cost = 0;
    for (Map.Entry<String, String> field : request.headers()) {
      cost += 2 * (field.getKey().length() + field.getValue().length());
    }
    bytes += cost;
    pending.ifPresent(PendingHandler::settle);
    return cost;
  }

  /** A request, or what else it held, is gone. */
  void over(int cost) {
    bytes -= cost;
    pending.ifPresent(PendingHandler::count);
  }

  /** So many bytes more are held for it, to be given back to {@link #over}. */
  void more(int cost) {
    bytes += cost;
    pending.ifPresent(PendingHandler::count);
  }

  /** Its body waits to be read; to be taken back by {@link #bodyIsRead}. */
  long bodyWaits(HttpServerRequest request) {
    long body = request.isEnded() ? 0 : declaredBytes(request);
    expected += body;
    pending.ifPresent(PendingHandler::count);
    return body;
  }

  /** It is read, or dropped, from now on. */
  void bodyIsRead(long body) {
    expected -= body;
  }

  private static long declaredBytes(HttpServerRequest request) {
    @Nullable String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return length == null ? WINDOW_BYTES : Math.clamp(Long.parseLong(length), 0, WINDOW_BYTES);
    } catch (NumberFormatException e) {
      return WINDOW_BYTES;
    }
  }

  /** Somebody has signed in: from now on nothing of it counts. */
  void signedIn() {
    signedIn = true;
    pending.ifPresent(PendingHandler::signedIn);
  }
}
