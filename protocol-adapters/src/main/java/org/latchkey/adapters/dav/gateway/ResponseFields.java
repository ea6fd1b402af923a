// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav.gateway;

import io.vertx.core.MultiMap;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What becomes of an answer's header fields on their way to the client. */
final class ResponseFields {
  /** Of the upstream's own dealings: a cookie could serve another account on the same device. */
  private static final List<String> UPSTREAMS =
      List.of(
          "set-cookie",
          "set-cookie2",
          "www-authenticate",
          "authentication-info",
          "alt-svc",
          "clear-site-data");

  private static final Pattern WITH_HOST =
      Pattern.compile("(?:[A-Za-z][A-Za-z0-9+.-]*:)?//[^/?#]*");

  private ResponseFields() {}

  /** Leaves what concerns the client, and makes it hold where the client stands. */
  static void clean(MultiMap fields, Route route) {
    Fields.removeHopByHop(fields);
    UPSTREAMS.forEach(fields::remove);
    // Pages among people's files must not act as the portal, whose origin they share.
    fields.set("Content-Security-Policy", "sandbox").set("X-Content-Type-Options", "nosniff");
    for (String name : List.of("location", "content-location")) {
      @Nullable String value = fields.get(name);
      if (value != null) {
        fields.set(name, location(value, route));
      }
    }
  }

  /**
   * A reference without scheme and host: the upstream knows neither of the client's. Its path is
   * the client's already where the upstream heeds {@code X-Script-Name}.
   */
  static String location(String value, Route route) {
    String path = WITH_HOST.matcher(value).replaceFirst("");
    if (path.length() < value.length() && !path.startsWith("/")) {
      path = "/" + path;
    }
    String ours = route.settings().path();
    String upstreams = route.settings().upstreamPath();
    return path.startsWith("/") && !path.startsWith(ours) && path.startsWith(upstreams)
        ? ours + path.substring(upstreams.length())
        : path;
  }
}
