// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav.gateway;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;

/**
 * A client's wish to hear {@code 100 Continue} before it sends its body (RFC 9110 §10.1.1). The
 * upstream is asked; one that knows nothing of it (HTTP/1.0, such as Radicale's own server) stays
 * silent, so after a moment the client is told to go on. Belongs to the event loop.
 */
final class Expectation {
  private static final Duration PATIENCE = Duration.ofMillis(250);
  private static final long NO_TIMER = -1;

  private final Vertx vertx;
  private final HttpServerRequest request;
  private boolean open;
  private long timer = NO_TIMER;

  Expectation(Vertx vertx, HttpServerRequest request) {
    this.vertx = vertx;
    this.request = request;
    open =
        !request.isEnded()
            && "100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT));
  }

  /** Whether the client may still be waiting with its body. */
  boolean isOpen() {
    return open;
  }

  /** Before the request is sent. */
  void passOn(HttpClientRequest upstream, MultiMap fields) {
    if (open) {
      upstream.continueHandler(none -> goOn());
    } else {
      fields.remove(HttpHeaders.EXPECT);
    }
  }

  /** Sends the head without the body that would bring it along. */
  void begin(HttpClientRequest upstream) {
    if (open) {
      upstream.writeHead();
      timer = vertx.setTimer(PATIENCE.toMillis(), now -> goOn());
    }
  }

  private void goOn() {
    if (open) {
      close();
      request.response().writeContinue();
    }
  }

  /** Nothing is to be said any more. */
  void close() {
    open = false;
    if (timer != NO_TIMER) {
      vertx.cancelTimer(timer);
      timer = NO_TIMER;
    }
  }
}
