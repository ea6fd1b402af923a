// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.config;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The upstreams of the DAV port. Without a route there are none, and every address book and
 * calendar is empty.
 *
 * @param wellKnownCarddav the path that {@code /.well-known/carddav} redirects to (RFC 6764 §5);
 *     empty for that of the first route that stands for it
 * @param wellKnownCaldav the same of {@code /.well-known/caldav}
 * @param routes by the names that the operator gave them, in the order of the file
 */
public record DavSettings(
    Optional<String> wellKnownCarddav,
    Optional<String> wellKnownCaldav,
    Map<String, DavRouteSettings> routes) {
  private static final Pattern PATH = Pattern.compile("/([A-Za-z0-9._~@%-]+/)*[A-Za-z0-9._~@%-]*");

  public DavSettings {
    routes = Collections.unmodifiableMap(new LinkedHashMap<>(routes));
    Check check =
        new Check()
            .that(isPath(wellKnownCarddav), "must be a path", "well-known-carddav")
            .that(isPath(wellKnownCaldav), "must be a path", "well-known-caldav");
    Map<String, DavRouteSettings> inOrder = routes;
    Map<String, String> namesByPath = new HashMap<>();
    routes.forEach(
        (name, route) -> {
          String other = namesByPath.putIfAbsent(route.path(), name);
          check.that(
              other == null,
              "is that of the route \"%s\" too".formatted(other),
              "routes." + name + ".path");
          sameFolder(inOrder, name)
              .ifPresent(
                  twin ->
                      check.that(
                          false,
                          ("is that of the route \"%s\" too, which has other services: an app"
                                  + " password for either would reach all of it")
                              .formatted(twin),
                          "routes." + name + ".url",
                          "routes." + name + ".services"));
        });
    check.done();
  }

  /** A route before this one that stands for the same at the upstream, for other services. */
  private static Optional<String> sameFolder(Map<String, DavRouteSettings> routes, String name) {
    DavRouteSettings route = Objects.requireNonNull(routes.get(name));
    return routes.entrySet().stream()
        .takeWhile(each -> !each.getKey().equals(name))
        .filter(each -> each.getValue().origin().equals(route.origin()))
        .filter(each -> each.getValue().upstreamPath().equals(route.upstreamPath()))
        .filter(each -> !each.getValue().services().equals(route.services()))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** What holds where the settings file says nothing. */
  public static DavSettings defaults() {
    return new DavSettings(Optional.empty(), Optional.empty(), Map.of());
  }

  /** Where {@code /.well-known/…} of a service redirects to; empty where nothing stands for it. */
  public Optional<String> wellKnown(DavService service) {
    Optional<String> chosen = service == DavService.CARDDAV ? wellKnownCarddav : wellKnownCaldav;
    return chosen.or(
        () ->
            routes.values().stream()
                .filter(route -> route.services().contains(service))
                .map(DavRouteSettings::path)
                .findFirst());
  }

  private static boolean isPath(Optional<String> path) {
    return path.isEmpty() || PATH.matcher(path.get()).matches();
  }
}
