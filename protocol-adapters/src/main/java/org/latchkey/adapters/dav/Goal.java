// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav;

import java.util.Set;
import org.latchkey.adapters.dav.empty.Place;
import org.latchkey.adapters.dav.gateway.Routes;
import org.latchkey.adapters.dav.gateway.Target;
import org.latchkey.adapters.dav.http.Answer;
import org.latchkey.adapters.dav.http.RequestHead;
import org.latchkey.core.account.Service;

/** What a request is after, by its path. */
sealed interface Goal {
  /** It is answered whoever asks. */
  record Anyone(Answer answer) implements Goal {}

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
    };
  }

  /** Where upstreams that know this server by its name look for its keys. */
  String JWK_SET_PATH = "/.well-known/jwks.json";

  /**
   * What a request is after.
   *
   * @param signsIn whether it has credentials
   * @param preflight whether a browser asks, without credentials, for what another site wants
   */
  static Goal of(RequestHead.Good head, boolean signsIn, boolean preflight, Routes routes) {
    String target = head.target();
    if (RequestHead.NEVER_SERVED.contains(head.method())) {
      return new Anyone(
          Answer.text(405, "This method is not allowed here.", new Answer.Fields.Capabilities()));
    }
    if (target.equals(RequestHead.SERVER)) {
      return new Anyone(Answer.text(200, "", new Answer.Fields.Capabilities()));
    }
    if (preflight) {
      return new Anyone(Answer.preflight());
    }
    if (JWK_SET_PATH.equals(target) && !routes.jwkSet().isEmpty()) {
      return new Anyone(Answer.jwkSet(routes.jwkSet()));
    }
    Goal goal = routes.isEmpty() ? withoutUpstream(target) : of(routes.target(target));
    boolean guessed = goal instanceof Upstream && !signsIn && GuessedPath.is(target);
    return guessed ? new Anyone(Answer.notFound()) : goal;
  }

  private static Goal withoutUpstream(String target) {
    int mark = target.indexOf('?');
    return switch (Place.of(mark < 0 ? target : target.substring(0, mark))) {
      case Place.WellKnown known -> new Anyone(Answer.redirect("/" + known.service().id() + "/"));
      case Place.Unknown nothing -> new Anyone(Answer.notFound());
      case Place place -> new Empty(place);
    };
  }

  private static Goal of(Target target) {
    return switch (target) {
      case Target.Routed routed -> new Upstream(routed);
      case Target.Redirect slashes when slashes.sameMethod() ->
          new Anyone(Answer.redirectWithMethod(slashes.location()));
      case Target.Redirect known -> new Anyone(Answer.redirect(known.location()));
      case Target.Nowhere nowhere -> new Anyone(Answer.notFound());
      case Target.Ambiguous ambiguous ->
          new Anyone(Answer.text(400, "The path could be read in more than one way."));
    };
  }
}
