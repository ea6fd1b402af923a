// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav.gateway;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;

/**
 * A client's wish to hear {@code 100 Continue} before it sends its body (RFC 9110 §10.1.1). An
 * upstream that may know of it is asked; one that stays silent doesn't, so after a moment the
 * client is told to go on. Belongs to the event loop.
 */
final class Expectation {
  private static final Duration PATIENCE = Duration.ofMillis(250);
  private static final long NO_TIMER = -1;

  private final Vertx vertx;
  private final HttpServerRequest request;
  private boolean open;
  private long timer = NO_TIMER;

  Expectation(Vertx vertx, HttpServerRequest request, boolean hasBody) {
    this.vertx = vertx;
    this.request = request;
    open =
        hasBody
            && request.version() != HttpVersion.HTTP_1_0
            && "100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT));
  }

  /** Whether the client may still be waiting with its body. */
  boolean isOpen() {
    return open;
  }

  /** Whether the upstream is asked: before the request is sent. */
  void passOn(MultiMap fields, Upstreams.Version version) {
    if (!open || version == Upstreams.Version.HTTP_1_0) {
      fields.remove(HttpHeaders.EXPECT);
      goOn();
    }
  }

  /** The head is on its way. */
  void begin() {
    if (open) {
      timer = vertx.setTimer(PATIENCE.toMillis(), now -> goOn());
    }
  }

  /** The body is wanted. */
  void goOn() {
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
