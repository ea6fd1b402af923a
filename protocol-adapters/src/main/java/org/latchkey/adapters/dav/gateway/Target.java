// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav.gateway;

import java.util.Optional;

/** Where a request goes by its path. */
public sealed interface Target {
  /** To an upstream. */
  record Routed(Route route, RequestPath path, Optional<String> query) implements Target {
    /** What the upstream is asked for. */
    String uri() {
      return route.upstreamPath(path) + query.map(each -> "?" + each).orElse("");
    }
  }

  /** Elsewhere on this port (RFC 6764 §5): a path. */
  record Redirect(String location) implements Target {}

  /** Nowhere: no route's path fits. */
  record Nowhere() implements Target {}

  /** Refused: its path, or what stands in its place, could be read in more than one way. */
  record Ambiguous() implements Target {}
}
