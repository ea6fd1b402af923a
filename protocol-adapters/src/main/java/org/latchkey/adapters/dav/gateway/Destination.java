// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav.gateway;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The {@code Destination} of a COPY or MOVE (RFC 4918 §10.3). */
sealed interface Destination {
  Set<String> METHODS = Set.of("COPY", "MOVE");

  /** There is none, or the method has no use for one. */
  record None() implements Destination {}

  /**
   * On the same route.
   *
   * @param value what the upstream is told
   */
  record Here(String value, Target.Routed target) implements Destination {}

  /** Malformed, or in several ways readable. */
  record Bad() implements Destination {}

  /** On another server or another route. */
  record Elsewhere() implements Destination {}

  /**
   * Reads it.
   *
   * @param fields all of a request
   */
  static Destination of(List<String> fields, String method, References references) {
    if (!METHODS.contains(method) || fields.isEmpty()) {
      return new None();
    }
    if (fields.size() > 1) {
      return new Bad();
    }
    Optional<Target> target = references.target(fields.getFirst());
    if (target.isEmpty()) {
      return new Elsewhere();
    }
    return switch (target.get()) {
      case Target.Routed to when to.query().isPresent() -> new Bad();
      case Target.Routed to when to.route().equals(references.from().route()) ->
          new Here(references.toUpstream(to), to);
      case Target.Routed to -> new Elsewhere();
      case Target.Redirect slashes when slashes.sameMethod() -> new Bad();
      case Target.Redirect known -> new Elsewhere();
      case Target.Nowhere nowhere -> new Elsewhere();
      case Target.Ambiguous ambiguous -> new Bad();
    };
  }
}
