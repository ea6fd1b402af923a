// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav.gateway;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The upstream's answer on its way to the client, no faster than that takes it. Belongs to the
 * event loop.
 */
final class Download {
  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final UpstreamConnection connection;
  private final References references;
  private boolean held;
  private boolean closesAfter;
  private boolean detached;
  private long since = System.nanoTime();

  Download(HttpServerRequest request, UpstreamConnection connection, References references) {
    this.request = request;
    this.response = request.response();
    this.connection = connection;
    this.references = references;
  }

  /**
   * The head has come.
   *
   * @param bodyLeft whether the client may be keeping its body back: where the next request begins
   *     is not certain then
   */
  void head(HttpResponse head, boolean bodyLeft) {
    moved();
    int status = head.status().code();
    response.setStatusCode(status);
    MultiMap fields = MultiMap.caseInsensitiveMultiMap();
    for (Map.Entry<String, String> each : head.headers()) {
      fields.add(each.getKey(), each.getValue());
    }
    ResponseFields.clean(fields, references);
    if (!fields.contains(HttpHeaders.DATE)) {
      ZonedDateTime now = ZonedDateTime.now(ZoneOffset.UTC);
      fields.set(HttpHeaders.DATE, DateTimeFormatter.RFC_1123_DATE_TIME.format(now));
    }
    Fields.addVia(fields, "1." + head.protocolVersion().minorVersion());
    for (Map.Entry<String, String> each : fields) {
      response.headers().add(each.getKey(), each.getValue());
    }
    frame(status, head.headers().get(HttpHeaderNames.CONTENT_LENGTH));
    if (bodyLeft) {
      closesAfter = true;
    }
    if (closesAfter && request.version() != HttpVersion.HTTP_2) {
      // Vert.x sets the field itself for HTTP/1.0.
      response.headersEndHandler(
          none -> response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE));
    }
  }

  /** RFC 9112 §6: as the client's own version has it, whatever the upstream's was. */
  private void frame(int status, @Nullable String length) {
    boolean bodyless = HttpMethod.HEAD.equals(request.method()) || status == 204 || status == 304;
    if (length != null && status != 204) {
      response.putHeader(HttpHeaders.CONTENT_LENGTH, length);
    } else if (!bodyless && request.version() == HttpVersion.HTTP_1_1) {
      response.setChunked(true);
    } else if (!bodyless && request.version() == HttpVersion.HTTP_1_0) {
      closesAfter = true;
    }
  }

  void body(Buffer octets) {
    moved();
    response.write(octets);
    if (response.writeQueueFull()) {
      held = true;
      connection.pause();
      response.drainHandler(none -> drained());
    }
  }

  private void drained() {
    if (held && !detached) {
      moved();
      held = false;
      connection.resume();
    }
  }

  private void moved() {
    since = System.nanoTime();
  }

  /** Whether the client's connection is to be closed behind the answer. */
  boolean closesAfter() {
    return closesAfter;
  }

  /** Whether the client has taken less than there is. */
  boolean isHeld() {
    return held;
  }

  /** When it last got on, by {@link System#nanoTime()}. */
  long since() {
    return since;
  }

  /** Leaves the answer as it is. */
  void detach() {
    detached = true;
  }
}
