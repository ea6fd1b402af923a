// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav.gateway;

import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What becomes of an answer's header fields on their way to the client. */
final class ResponseFields {
  /**
   * Of the upstream's own dealings. A cookie could serve another account on the same device; some
   * speak for the whole origin, which is the portal's too; some are orders to a proxy in front.
   */
  private static final Set<String> UPSTREAMS =
      Set.of(
          "set-cookie",
          "set-cookie2",
          "www-authenticate",
          "authentication-info",
          "authorization",
          "authentication-control",
          "optional-www-authenticate",
          "alt-svc",
          "clear-site-data",
          "strict-transport-security",
          "public-key-pins",
          "public-key-pins-report-only",
          "expect-ct",
          "nel",
          "report-to",
          "reporting-endpoints",
          "service-worker-allowed",
          "origin-agent-cluster",
          "accept-ch",
          "critical-ch",
          "refresh",
          "sourcemap",
          "x-sourcemap",
          "x-sendfile",
          "x-lighttpd-send-file",
          "x-reproxy-url",
          "surrogate-control",
          "surrogate-key");

  private static final List<String> ORDERS = List.of("x-accel-", "x-litespeed-", "x-remote-");

  private ResponseFields() {}

  /** Leaves what concerns the client, and makes it hold where the client stands. */
  static void clean(MultiMap fields, References references) {
    Fields.removeHopByHop(fields);
    String user = Fields.lower(references.from().route().settings().userHeader());
    for (String name : List.copyOf(fields.names())) {
      String lower = Fields.lower(name);
      if (UPSTREAMS.contains(lower)
          || lower.equals(user)
          || ORDERS.stream().anyMatch(lower::startsWith)) {
        fields.remove(name);
      }
    }
    // Pages among people's files must not act as the portal, whose origin they share.
    fields.set("Content-Security-Policy", "sandbox").set("X-Content-Type-Options", "nosniff");
    for (String name : List.of("location", "content-location")) {
      @Nullable String value = fields.get(name);
      if (value != null) {
        fields.set(name, references.toClient(value));
      }
    }
    List<String> links = fields.getAll("link");
    if (!links.isEmpty()) {
      fields.set("link", links.stream().map(references::linkToClient).toList());
    }
  }
}
