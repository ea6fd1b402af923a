// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/** One request to the web site that shares the port. Belongs to the connection's event loop. */
final class SiteExchange {
  private final DavConnection connection;
  private final HttpServerRequest request;
  private int cost;
  private boolean over;

  SiteExchange(DavConnection connection, HttpServerRequest request) {
    this.connection = connection;
    this.request = request;
  }

  void begin(Site site) {
    connection.pageBegins();
    cost = connection.held().begins(request);
    HttpServerResponse response = request.response();
    boolean http2 = request.version() == HttpVersion.HTTP_2;
    if (http2) {
      // Its answer is held until the stream is closed, and what may come of a form until then.
      hold(request.isEnded() ? 0 : HeldRequests.FORM_BYTES);
      response.headersEndHandler(none -> hold(length(response)));
    } else if (connection.isClosing()) {
      response.putHeader(HttpHeaders.CONNECTION, "close");
    }
    response.endHandler(sent -> answered(http2)).closeHandler(gone -> over());
    site.handle(request);
  }

  private void hold(int bytes) {
    cost += bytes;
    connection.held().more(bytes);
  }

  private static int length(HttpServerResponse response) {
    @Nullable String length = response.headers().get(HttpHeaders.CONTENT_LENGTH);
    return length == null ? 0 : Integer.parseInt(length);
  }

  /** Over HTTP/2, it is in the stream's queue, and is over when the stream is closed. */
  private void answered(boolean http2) {
    if (!request.isEnded()) {
      Body.passOver(request, connection);
    }
    if (!http2) {
      over();
    }
  }

  private void over() {
    if (!over) {
      over = true;
      connection.held().over(cost);
      connection.pageOver();
    }
  }
}
