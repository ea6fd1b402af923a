// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav;

import io.vertx.core.http.HttpServerRequest;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.latchkey.adapters.dav.empty.Place;
import org.latchkey.adapters.dav.gateway.Routes;
import org.latchkey.adapters.dav.gateway.Target;
import org.latchkey.adapters.dav.http.Answer;
import org.latchkey.core.account.Service;

/** What a request is after, by its path. */
sealed interface Goal {
  /** It is answered whoever asks. */
  record Anyone(Answer answer) implements Goal {}

  /** Nothing: those who are signed in are told so. */
  record Nothing() implements Goal {}

  /** One of the empty address books and calendars that there are without an upstream. */
  record Empty(Place place) implements Goal {}

  /** An upstream's to answer. */
  record Upstream(Target.Routed target) implements Goal {}

  /** What an app password has to be good for: one of them. */
  default Set<Service> asks() {
    return switch (this) {
      case Empty empty -> empty.place().asks();
      case Upstream upstream -> upstream.target().route().services();
      case Anyone anyone -> Place.ALL;
      case Nothing nothing -> Place.ALL;
    };
  }

  /** Where upstreams that know this server by its name look for its keys. */
  String JWK_SET_PATH = "/.well-known/jwks.json";

  static Goal of(HttpServerRequest request, Routes routes) {
    if (JWK_SET_PATH.equals(request.uri()) && !routes.jwkSet().isEmpty()) {
      return new Anyone(Answer.jwkSet(routes.jwkSet()));
    }
    return routes.isEmpty() ? withoutUpstream(request) : of(routes.target(request.uri()));
  }

  private static Goal withoutUpstream(HttpServerRequest request) {
    @Nullable String path = request.path();
    return switch (path == null ? new Place.Unknown() : Place.of(path)) {
      case Place.WellKnown known -> new Anyone(Answer.redirect("/" + known.service().id() + "/"));
      case Place place -> new Empty(place);
    };
  }

  private static Goal of(Target target) {
    return switch (target) {
      case Target.Routed routed -> new Upstream(routed);
      case Target.Redirect known -> new Anyone(Answer.redirect(known.location()));
      case Target.Nowhere nowhere -> new Nothing();
      case Target.Ambiguous ambiguous ->
          new Anyone(Answer.text(400, "The path could be read in more than one way."));
    };
  }
}
