// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.web;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The headers that every answer of the portal has. */
final class PortalHeaders {
  /**
   * What the names of cookies begin with; it binds them to this host, over TLS (RFC 6265bis
   * §4.1.3).
   */
  private static final String COOKIE = "__Host-latchkey";

  private static final int HTTPS = 443;

  private static final String POLICY =
      "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self';"
          + " connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

  private PortalHeaders() {}

  static void put(MultiMap headers) {
    headers
        .set("Content-Security-Policy", POLICY)
        .set("Strict-Transport-Security", "max-age=31536000")
        .set("X-Content-Type-Options", "nosniff")
        .set("X-Frame-Options", "DENY")
        .set("Referrer-Policy", "same-origin") // with none, a browser hides a form's Origin
        .set("Cross-Origin-Opener-Policy", "same-origin")
        .set("Cross-Origin-Resource-Policy", "same-origin");
    if (!headers.contains("Cache-Control")) {
      headers.set("Cache-Control", "no-store");
    }
  }

  /**
   * The name of the cookie of a session. A host's cookies are those of all its ports, so that two
   * portals of one host need two names.
   */
  static String session(HttpServerRequest request) {
    return COOKIE + port(request);
  }

  /** The name of the cookie of a browser that is known. */
  static String knownBrowser(HttpServerRequest request) {
    return COOKIE + "-known" + port(request);
  }

  private static String port(HttpServerRequest request) {
    @Nullable HostAndPort own = request.authority();
    return own == null || own.port() <= 0 || own.port() == HTTPS ? "" : "-" + own.port();
  }

  static String cookie(String name, String value) {
    return name + "=" + value + "; Path=/; Secure; HttpOnly; SameSite=Strict";
  }

  static String cookie(String name, String value, Duration maxAge) {
    return cookie(name, value) + "; Max-Age=" + maxAge.toSeconds();
  }
}
