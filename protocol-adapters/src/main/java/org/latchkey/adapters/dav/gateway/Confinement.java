// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav.gateway;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.latchkey.core.account.Service;

/**
 * What an app password may reach at an upstream that serves routes which it isn't good for as well:
 * the upstream knows the account only, so what is not to be touched is kept from it. Methods act on
 * the members of collections (RFC 4918 §9), and some name further resources in their bodies.
 *
 * @param theirs all routes to that upstream
 * @param good what the app password is good for
 */
record Confinement(List<Route> theirs, Route route, Set<Service> good) {
  /** Those that touch what is known beforehand; of the others, nobody can tell. */
  private static final Set<String> METHODS =
      Set.of(
          "OPTIONS",
          "GET",
          "HEAD",
          "PUT",
          "DELETE",
          "MKCOL",
          "MKCALENDAR",
          "PROPFIND",
          "PROPPATCH",
          "REPORT",
          "COPY",
          "MOVE",
          "LOCK",
          "UNLOCK");

  /** They act on the resource itself, as far as can be told from here. */
  private static final Set<String> SHALLOW =
      Set.of("OPTIONS", "GET", "HEAD", "PROPPATCH", "UNLOCK");

  Confinement {
    theirs = List.copyOf(theirs);
    good = Set.copyOf(good);
  }

  /** Empty where the app password is good for all that the upstream serves. */
  static Optional<Confinement> of(Routes routes, Route route, Address address, Visitor visitor) {
    Set<Service> good = visitor.session().appPassword().services();
    List<Route> theirs =
        routes.all().stream()
            .filter(each -> Address.of(each, visitor.account()).isSameServer(address))
            .toList();
    return theirs.stream().allMatch(each -> isGoodFor(each, good))
        ? Optional.empty()
        : Optional.of(new Confinement(theirs, route, good));
  }

  private static boolean isGoodFor(Route route, Set<Service> good) {
    return !Collections.disjoint(route.services(), good);
  }

  /**
   * Whether a method may act on a target.
   *
   * @param depths all {@code Depth} fields that the upstream is shown
   */
  boolean allows(String method, List<String> depths, Target.Routed target) {
    if (!METHODS.contains(method)) {
      return false;
    }
    OptionalInt depth = depth(method, depths);
    return readings(target).allMatch(each -> allows(each, depth));
  }

  /** How far below a target a method acts; empty for all the way. */
  private static OptionalInt depth(String method, List<String> depths) {
    if (SHALLOW.contains(method)) {
      return OptionalInt.of(0);
    }
    boolean bounded =
        method.equals("PROPFIND")
            && depths.size() == 1
            && (depths.getFirst().equals("0") || depths.getFirst().equals("1"));
    return bounded ? OptionalInt.of(Integer.parseInt(depths.getFirst())) : OptionalInt.empty();
  }

  /** Its segments at the upstream, as anybody might read them. */
  private Stream<List<String>> readings(Target.Routed target) {
    List<String> ours = route.folder();
    List<String> upstreams = route.upstreamFolder();
    return target.path().readings().stream()
        .map(
            reading -> {
              List<String> moved = new ArrayList<>(upstreams);
              moved.addAll(reading.subList(Math.min(ours.size(), reading.size()), reading.size()));
              return moved;
            });
  }

  private boolean allows(List<String> path, OptionalInt depth) {
    return isOwn(path)
        && theirs.stream()
            .filter(each -> !isGoodFor(each, good))
            .map(Route::upstreamFolder)
            .filter(folder -> Routes.isIn(/* path= */ folder, /* folder= */ path))
            .noneMatch(folder -> depth.orElse(folder.size()) >= folder.size() - path.size());
  }

  /** Whether a path at the upstream is that of a route which the app password is good for. */
  private boolean isOwn(List<String> path) {
    List<Route> holding =
        theirs.stream().filter(each -> Routes.isIn(path, each.upstreamFolder())).toList();
    int longest = holding.stream().mapToInt(each -> each.upstreamFolder().size()).max().orElse(0);
    return holding.stream()
        .filter(each -> each.upstreamFolder().size() == longest)
        .anyMatch(each -> isGoodFor(each, good));
  }

  /**
   * Whether all that the body of a REPORT names may be read: as the upstream's own path, and as the
   * client's where that leads to the same upstream.
   */
  boolean allowsReport(byte[] body, References references) {
    return new ReportBody().hrefs(body).filter(each -> allows(each, references)).isPresent();
  }

  private boolean allows(List<String> hrefs, References references) {
    return hrefs.stream().allMatch(href -> allows(href, references));
  }

  private boolean allows(String href, References references) {
    Optional<String> path = references.ownPath(href);
    Optional<RequestPath> known = path.flatMap(RequestPath::of);
    if (known.isEmpty()) {
      return false;
    }
    boolean theirOwn = known.get().readings().stream().allMatch(this::isOwn);
    boolean asTheClientHasIt =
        references.routes().target(path.get()) instanceof Target.Routed routed
            && routed.route().equals(route)
            && readings(routed).allMatch(this::isOwn);
    boolean forbidden =
        known.get().readings().stream().anyMatch(each -> isTheirs(each) && !isOwn(each));
    return !forbidden && (theirOwn || asTheClientHasIt);
  }

  private boolean isTheirs(List<String> path) {
    return theirs.stream().anyMatch(each -> Routes.isIn(path, each.upstreamFolder()));
  }
}
