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

  /**
   * Elsewhere on this port: what a well-known URI stands for (RFC 6764 §5), or the path without its
   * empty segments.
   *
   * @param location a path, and the query where there is one
   * @param sameMethod whether what is asked for is asked for there again (RFC 9110 §15.4.9)
   */
  record Redirect(String location, boolean sameMethod) implements Target {}

  /** Nowhere: no route's path fits. */
  record Nowhere() implements Target {}

  /** Refused: its path, or what stands in its place, could be read in more than one way. */
  record Ambiguous() implements Target {}
}
