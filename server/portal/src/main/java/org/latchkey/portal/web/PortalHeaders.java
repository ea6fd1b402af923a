// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.web;

import io.vertx.core.MultiMap;

/** The headers that every answer of the portal has. */
final class PortalHeaders {
  /** The cookie of a session; the prefix binds it to this host, over TLS (RFC 6265bis §4.1.3). */
  static final String COOKIE = "__Host-latchkey";

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

  static String cookie(String token) {
    return COOKIE + "=" + token + "; Path=/; Secure; HttpOnly; SameSite=Strict";
  }
}
