// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav.gateway;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.latchkey.adapters.dav.http.Authority;
import org.latchkey.config.DavRouteSettings;
import org.latchkey.config.DavService;
import org.latchkey.config.DavSettings;

/** All routes, and which of them a request takes. Immutable. */
public final class Routes {
  private static final Pattern SLASHES = Pattern.compile("/{2,}");

  private final DavSettings settings;
  private final List<Route> longestFirst;
  private final String jwkSet;
  private final Optional<Authority> publicly;

  private Routes(
      DavSettings settings, List<Route> longestFirst, String jwkSet, Optional<Authority> publicly) {
    this.settings = settings;
    this.jwkSet = jwkSet;
    this.publicly = publicly;
    this.longestFirst = List.copyOf(longestFirst);
  }

  /** No route at all. */
  public static Routes none() {
    return new Routes(DavSettings.defaults(), List.of(), "", Optional.empty());
  }

  /**
   * The routes of the settings.
   *
   * @param credentials what each route signs in with
   * @param jwkSet the keys that upstreams check tokens by, for anybody to read (RFC 7517 §5)
   * @param publicly what this server is called outside, beside what its clients call it
   */
  public static Routes of(
      DavSettings settings,
      Function<DavRouteSettings, UpstreamCredentials> credentials,
      String jwkSet,
      Optional<Authority> publicly) {
    List<Route> routes = new ArrayList<>();
    settings
        .routes()
        .forEach((name, route) -> routes.add(Route.of(name, route, credentials.apply(route))));
    routes.sort(Comparator.comparingInt((Route each) -> each.folder().size()).reversed());
    return new Routes(settings, routes, jwkSet, publicly);
  }

  /** Whether there is no upstream. */
  public boolean isEmpty() {
    return longestFirst.isEmpty();
  }

  /** The keys that upstreams check tokens by; empty where there are none. */
  public String jwkSet() {
    return jwkSet;
  }

  /**
   * Whether an authority in a client's URI is this server's: what the client calls it, or what it
   * is called outside, at the port of either or of the scheme.
   *
   * @param client what the client calls it
   */
  boolean isOwn(Authority named, String scheme, Optional<Authority> client) {
    if (client.filter(each -> each.is(named, scheme)).isPresent()) {
      return true;
    }
    return publicly
        .filter(each -> each.host().equals(named.host()))
        .filter(
            each ->
                each.is(named, scheme)
                    || new Authority(named.host(), OptionalInt.empty()).is(named, scheme)
                    || client.filter(own -> own.port().equals(named.port())).isPresent())
        .isPresent();
  }

  List<Route> all() {
    return longestFirst;
  }

  /**
   * Where a request goes.
   *
   * @param target of the request, in origin form (RFC 9112 §3.2.1)
   */
  public Target target(String target) {
    int mark = target.indexOf('?');
    String whole = mark < 0 ? target : target.substring(0, mark);
    Optional<String> query = mark < 0 ? Optional.empty() : Optional.of(target.substring(mark + 1));
    if (query.filter(each -> !isPlain(each)).isPresent()) {
      return new Target.Ambiguous();
    }
    if (whole.contains("//") && RequestPath.isWellFormed(whole)) {
      String once = SLASHES.matcher(whole).replaceAll("/");
      return new Target.Redirect(once + query.map(each -> "?" + each).orElse(""), true);
    }
    return RequestPath.of(whole).map(path -> target(path, query)).orElseGet(Target.Ambiguous::new);
  }

  private Target target(RequestPath path, Optional<String> query) {
    Optional<DavService> wellKnown = wellKnown(path);
    if (wellKnown.isPresent()) {
      return settings
          .wellKnown(wellKnown.get())
          .<Target>map(location -> new Target.Redirect(location, false))
          .orElseGet(Target.Nowhere::new);
    }
    Optional<Route> route =
        longestFirst.stream().filter(each -> path.isIn(each.folder())).findFirst();
    if (route.isEmpty()) {
      return new Target.Nowhere();
    }
    boolean alike =
        path.readings().stream()
            .allMatch(reading -> read(reading).filter(route.get()::equals).isPresent());
    return alike ? new Target.Routed(route.get(), path, query) : new Target.Ambiguous();
  }

  /** Whose the path is by one of its readings, whatever the case of its letters. */
  private Optional<Route> read(List<String> reading) {
    return longestFirst.stream().filter(each -> isIn(reading, each.folder())).findFirst();
  }

  /** Whether a path is in a folder, or is it, whatever the case of its letters. */
  static boolean isIn(List<String> path, List<String> folder) {
    if (path.size() < folder.size()) {
      return false;
    }
    for (int i = 0; i < folder.size(); i++) {
      if (!path.get(i).equalsIgnoreCase(folder.get(i))) {
        return false;
      }
    }
    return true;
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
