// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav.gateway;

import io.vertx.core.net.HostAndPort;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The {@code Destination} of a COPY or MOVE (RFC 4918 §10.3). */
sealed interface Destination {
  Set<String> METHODS = Set.of("COPY", "MOVE");

  /** There is none, or the method has no use for one. */
  record None() implements Destination {}

  /** On the same route: what the upstream is told. */
  record Here(String value) implements Destination {}

  /** Malformed, or in several ways readable. */
  record Bad() implements Destination {}

  /** On another server or another route. */
  record Elsewhere() implements Destination {}

  /**
   * Reads it.
   *
   * @param fields all of a request
   * @param authority what the client called this server
   * @param upstream the scheme and authority that the upstream is called by
   */
  static Destination of(
      List<String> fields,
      String method,
      @Nullable HostAndPort authority,
      Routes routes,
      Target.Routed from,
      String upstream) {
    if (!METHODS.contains(method) || fields.isEmpty()) {
      return new None();
    }
    String value = fields.getFirst();
    if (fields.size() > 1) {
      return new Bad();
    }
    Optional<String> path = value.startsWith("/") ? Optional.of(value) : here(value, authority);
    if (path.isEmpty()) {
      return new Elsewhere();
    }
    return switch (routes.target(path.get())) {
      case Target.Routed to when to.query().isPresent() -> new Bad();
      case Target.Routed to when to.route().equals(from.route()) -> new Here(upstream + path(to));
      case Target.Routed to -> new Elsewhere();
      case Target.Redirect known -> new Elsewhere();
      case Target.Nowhere nowhere -> new Elsewhere();
      case Target.Ambiguous ambiguous -> new Bad();
    };
  }

  /** An upstream that heeds {@code X-Script-Name} wants the client's path. */
  private static String path(Target.Routed to) {
    return to.route().isMoved() ? to.path().under("/", 0) : to.uri();
  }

  /** The path of an absolute URI on this server; empty for another's. */
  private static Optional<String> here(String value, @Nullable HostAndPort authority) {
    int scheme = value.indexOf("://");
    int slash = value.indexOf('/', scheme + 3);
    if (scheme < 0 || slash < 0 || authority == null) {
      return Optional.empty();
    }
    try {
      URI named = URI.create(value.substring(0, slash));
      int standard = "http".equalsIgnoreCase(named.getScheme()) ? 80 : 443;
      boolean same =
          authority.host().equalsIgnoreCase(named.getHost())
              && named.getRawUserInfo() == null
              && port(authority.port(), standard) == port(named.getPort(), standard);
      return same ? Optional.of(value.substring(slash)) : Optional.empty();
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  private static int port(int port, int standard) {
    return port > 0 ? port : standard;
  }
}
