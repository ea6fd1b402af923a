// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request, read whole and within a bound, and the form in it. Vert.x's own reading
 * hands forms to Netty's decoder, which keeps a malformed one's memory for good.
 */
final class RequestBody {
  private static final String KEY = RequestBody.class.getName();
  private static final int MOST_FIELDS = 256;
  private static final String FORM = "application/x-www-form-urlencoded";

  private final RoutingContext context;
  private final int limit;
  private final Buffer octets = Buffer.buffer();
  private boolean refused;

  private RequestBody(RoutingContext context, int limit) {
    this.context = context;
    this.limit = limit;
  }

  /**
   * Reads it, then lets the next handler of the route have the request. One that is too long is
   * 413, a form that can't be read 400, an expectation that isn't known 417.
   *
   * @param limit in octets
   */
  static void read(RoutingContext context, int limit) {
    new RequestBody(context, limit).read();
  }

  /** The octets; empty where there was no body. */
  static Buffer of(RoutingContext context) {
    @Nullable RequestBody body = context.get(KEY);
    return body == null ? Buffer.buffer() : body.octets;
  }

  /** The fields of a form in the body; empty where it is none. */
  static Map<String, List<String>> form(RoutingContext context) {
    @Nullable String type = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
    boolean form = type != null && type.strip().toLowerCase(Locale.ROOT).startsWith(FORM);
    return form ? fields(of(context)) : Map.of();
  }

  private void read() {
    HttpServerRequest request = context.request();
    if (request.isEnded() || !hasBody(request)) {
      context.next();
    } else if (declared(request) > limit) {
      context.fail(413);
    } else if (goesOn(request)) {
      context.put(KEY, this);
      request.handler(this::take).exceptionHandler(this::broken).endHandler(end -> taken());
    } else {
      context.fail(417);
    }
  }

  private static boolean hasBody(HttpServerRequest request) {
    return request.version() == HttpVersion.HTTP_2
        || request.headers().contains(HttpHeaders.CONTENT_LENGTH)
        || request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
  }

  private static long declared(HttpServerRequest request) {
    @Nullable String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return length == null ? 0 : Long.parseLong(length);
    } catch (NumberFormatException tooLong) {
      return Long.MAX_VALUE;
    }
  }

  private static boolean goesOn(HttpServerRequest request) {
    @Nullable String expect = request.getHeader(HttpHeaders.EXPECT);
    if (expect == null || request.version() == HttpVersion.HTTP_1_0) {
      return true;
    }
    if (!expect.equalsIgnoreCase("100-continue")) {
      return false;
    }
    request.response().writeContinue();
    return true;
  }

  private void take(Buffer more) {
    if (refused) {
      return;
    }
    if (octets.length() + more.length() > limit) {
      refuse(413);
    } else {
      octets.appendBuffer(more);
    }
  }

  private void broken(Throwable cause) {
    if (!refused) {
      refused = true;
      context.fail(cause);
    }
  }

  private void taken() {
    if (refused) {
      return;
    }
    try {
      form(context);
    } catch (IllegalArgumentException malformed) {
      refuse(400);
      return;
    }
    context.next();
  }

  private void refuse(int status) {
    refused = true;
    context.fail(status);
  }

  /**
   * @throws IllegalArgumentException when an octet's escape is none, or there are too many fields
   */
  private static Map<String, List<String>> fields(Buffer octets) {
    Map<String, List<String>> all = new HashMap<>();
    String[] fields = octets.toString(StandardCharsets.ISO_8859_1).split("&", -1);
    if (fields.length > MOST_FIELDS) {
      throw new IllegalArgumentException("too many fields");
    }
    for (String field : fields) {
      int equals = field.indexOf('=');
      String name = equals < 0 ? field : field.substring(0, equals);
      String value = equals < 0 ? "" : field.substring(equals + 1);
      if (!field.isEmpty()) {
        all.computeIfAbsent(decoded(name), none -> new ArrayList<>(1)).add(decoded(value));
      }
    }
    return all;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
