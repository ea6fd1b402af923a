// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav.gateway;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.latchkey.config.DavRouteSettings;
import org.latchkey.config.DavService;
import org.latchkey.config.DavSettings;

/** All routes, and which of them a request takes. Immutable. */
public final class Routes {
  private final DavSettings settings;
  private final List<Route> longestFirst;
  private final String jwkSet;

  private Routes(DavSettings settings, List<Route> longestFirst, String jwkSet) {
    this.settings = settings;
    this.jwkSet = jwkSet;
    this.longestFirst = List.copyOf(longestFirst);
  }

  /** No route at all. */
  public static Routes none() {
    return new Routes(DavSettings.defaults(), List.of(), "");
  }

  /**
   * The routes of the settings.
   *
   * @param credentials what each route signs in with
   * @param jwkSet the keys that upstreams check tokens by, for anybody to read (RFC 7517 §5)
   */
  public static Routes of(
      DavSettings settings,
      Function<DavRouteSettings, UpstreamCredentials> credentials,
      String jwkSet) {
    List<Route> routes = new ArrayList<>();
    settings
        .routes()
        .forEach((name, route) -> routes.add(Route.of(name, route, credentials.apply(route))));
    routes.sort(Comparator.comparingInt((Route each) -> each.folder().size()).reversed());
    return new Routes(settings, routes, jwkSet);
  }

  /** Whether there is no upstream. */
  public boolean isEmpty() {
    return longestFirst.isEmpty();
  }

  /** The keys that upstreams check tokens by; empty where there are none. */
  public String jwkSet() {
    return jwkSet;
  }

  List<Route> all() {
    return longestFirst;
  }

  /**
   * Where a request goes.
   *
   * @param target of the request line, or {@code :path}: only the origin form is taken (RFC 9112
   *     §3.2.1)
   */
  public Target target(String target) {
    int mark = target.indexOf('?');
    Optional<RequestPath> path = RequestPath.of(mark < 0 ? target : target.substring(0, mark));
    Optional<String> query = mark < 0 ? Optional.empty() : Optional.of(target.substring(mark + 1));
    if (path.isEmpty() || query.filter(each -> !isPlain(each)).isPresent()) {
      return new Target.Ambiguous();
    }
    Optional<DavService> wellKnown = wellKnown(path.get());
    if (wellKnown.isPresent()) {
      return settings
          .wellKnown(wellKnown.get())
          .<Target>map(Target.Redirect::new)
          .orElseGet(Target.Nowhere::new);
    }
    return longestFirst.stream()
        .filter(route -> path.get().isIn(route.folder()))
        .findFirst()
        .<Target>map(route -> new Target.Routed(route, path.get(), query))
        .orElseGet(Target.Nowhere::new);
  }

  private static boolean isPlain(String query) {
    return query.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '#');
  }

  private static Optional<DavService> wellKnown(RequestPath path) {
    List<String> segments = path.segments();
    if (segments.size() == 2 && segments.getFirst().equals(".well-known")) {
      for (DavService each : DavService.values()) {
        if (segments.getLast().equals(each.id())) {
          return Optional.of(each);
        }
      }
    }
    return Optional.empty();
  }
}
