// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav.gateway;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/**
 * A body that is read before its request is passed on, as far as that is allowed. Belongs to the
 * event loop.
 */
final class Gathering {
  private final HttpServerRequest request;
  private final Upstreams.Room room;
  private final int most;
  private final Reader reader;
  private final Buffer octets = Buffer.buffer();
  private boolean over;

  /** Told of one of the two, once. */
  interface Reader {
    void whole(Buffer body);

    /** The request is paused. */
    void more(Buffer begun);
  }

  Gathering(HttpServerRequest request, Upstreams.Room room, int most, Reader reader) {
    this.request = request;
    this.room = room;
    this.most = most;
    this.reader = reader;
  }

  void begin() {
    request.handler(this::take);
    request.endHandler(none -> end());
    request.resume();
  }

  private void take(Buffer more) {
    if (over) {
      return;
    }
    octets.appendBuffer(more);
    if (octets.length() > most || !room.take(more.length())) {
      over = true;
      request.pause();
      reader.more(octets);
    }
  }

  private void end() {
    if (!over) {
      over = true;
      reader.whole(octets);
    }
  }

  /** Nobody wants it any more. */
  void detach() {
    over = true;
  }
}
