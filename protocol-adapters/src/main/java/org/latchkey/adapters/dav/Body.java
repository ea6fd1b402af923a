// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A request's body on its way in. Belongs to the connection's event loop. */
final class Body {
  /** Longer than any PROPFIND or REPORT of a real client. */
  static final int MAX_BYTES = 64 * 1024;

  /** What is dropped of an unwanted body, so that a client in mid-body gets to read its answer. */
  private static final int MAX_DROPPED_BYTES = 4 * MAX_BYTES;

  /** How long what is left of one may take where nobody waits for it. */
  private static final Duration REST_OF_BODY = Duration.ofSeconds(2);

  private final Reader reader;
  private @Nullable Buffer octets;
  private boolean done;

  /** Told of the end of a body: of one of the two, once. */
  interface Reader {
    void read(byte[] body);

    void tooLarge();
  }

  private Body(Reader reader) {
    this.reader = reader;
  }

  /** Reads it whole. */
  static void read(HttpServerRequest request, Reader reader) {
    Body body = new Body(reader);
    if (declaredBytes(request) > MAX_BYTES) {
      body.tooLarge();
      return;
    }
    if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
      request.response().writeContinue();
    }
    request.handler(body::take);
    request.endHandler(none -> body.end());
    request.resume();
  }

  private static long declaredBytes(HttpServerRequest request) {
    @Nullable String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return length == null ? 0 : Long.parseLong(length);
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }

  private void take(Buffer more) {
    if (done) {
      return;
    }
    int before = octets == null ? 0 : octets.length();
    if (before + more.length() > MAX_BYTES) {
      tooLarge();
    } else if (octets == null) {
      octets = Buffer.buffer(more.length()).appendBuffer(more);
    } else {
      octets.appendBuffer(more);
    }
  }

  private void tooLarge() {
    done = true;
    octets = null;
    reader.tooLarge();
  }

  private void end() {
    if (!done) {
      done = true;
      reader.read(octets == null ? new byte[0] : octets.getBytes());
    }
  }

  /**
   * Drops what is left of it. If that is too much, or isn't there soon, the stream is dropped with
   * it over HTTP/2 (RFC 9113 §8.1), and else the connection.
   */
  static void passOver(HttpServerRequest request, DavConnection connection) {
    long most = connection.hasSignedIn() ? MAX_DROPPED_BYTES : MAX_BYTES;
    long[] dropped = {0};
    request.handler(
        more -> {
          dropped[0] += more.length();
          if (dropped[0] > most) {
            stop(request, connection);
          }
        });
    request.resume();
    if (request.version() == HttpVersion.HTTP_2) {
      connection.later(REST_OF_BODY, () -> stopIfOpen(request, connection));
    }
  }

  private static void stopIfOpen(HttpServerRequest request, DavConnection connection) {
    if (!request.isEnded() && request.response().ended()) {
      stop(request, connection);
    }
  }

  private static void stop(HttpServerRequest request, DavConnection connection) {
    if (request.version() == HttpVersion.HTTP_2 && request.response().ended()) {
      var _ = request.response().reset(Http2Code.NO_ERROR);
    } else {
      connection.close();
    }
  }
}
