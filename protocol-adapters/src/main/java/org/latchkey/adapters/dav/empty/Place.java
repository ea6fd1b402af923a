// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav.empty;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.latchkey.adapters.dav.http.PathSegment;
import org.latchkey.core.account.Service;

/**
 * What a request's path names where there is no upstream. A login is as the path spells it,
 * percent-decoded and no more.
 */
public sealed interface Place {
  /** The services that stand behind this port. */
  Set<Service> ALL = Collections.unmodifiableSet(EnumSet.of(Service.CARDDAV, Service.CALDAV));

  /** RFC 6764 §5: where a client that knows only a host name begins. */
  record WellKnown(Service service) implements Place {}

  /** The root of everything. */
  record Root() implements Place {}

  /** {@code /carddav/} or {@code /caldav/}. */
  record ServiceRoot(Service service) implements Place {}

  /** The collection of all principals (RFC 3744 §5.8). */
  record Principals() implements Place {}

  /** One person. */
  record Principal(String login) implements Place {}

  /** The collection that a person's address books or calendars are in. */
  record Home(Service service, String login) implements Place {}

  /** Something in a home. */
  record Member(Service service, String login) implements Place {}

  /** Nothing that there is. */
  record Unknown() implements Place {}

  /** What an app password must be good for to ask for this: one of them. */
  default Set<Service> asks() {
    return switch (this) {
      case WellKnown known -> Set.of(known.service());
      case ServiceRoot root -> Set.of(root.service());
      case Home home -> Set.of(home.service());
      case Member member -> Set.of(member.service());
      case Principals principals -> ALL;
      case Principal principal -> ALL;
      case Root root -> ALL;
      case Unknown unknown -> ALL;
    };
  }

  /** Reads a path as it came, still percent-encoded. */
  static Place of(String path) {
    return segments(path).map(Place::of).orElseGet(Unknown::new);
  }

  private static Place of(List<String> path) {
    if (path.isEmpty()) {
      return new Root();
    }
    return switch (path.getFirst()) {
      case ".well-known" -> wellKnown(path);
      case "carddav" -> inService(Service.CARDDAV, path);
      case "caldav" -> inService(Service.CALDAV, path);
      case "principals" -> principal(path);
      default -> new Unknown();
    };
  }

  private static Place wellKnown(List<String> path) {
    if (path.size() != 2) {
      return new Unknown();
    }
    return switch (path.get(1)) {
      case "carddav" -> new WellKnown(Service.CARDDAV);
      case "caldav" -> new WellKnown(Service.CALDAV);
      default -> new Unknown();
    };
  }

  private static Place inService(Service service, List<String> path) {
    return switch (path.size()) {
      case 1 -> new ServiceRoot(service);
      case 2 -> new Home(service, path.get(1));
      default -> new Member(service, path.get(1));
    };
  }

  private static Place principal(List<String> path) {
    return switch (path.size()) {
      case 1 -> new Principals();
      case 2 -> new Principal(path.get(1));
      default -> new Unknown();
    };
  }

  /**
   * Empty for a path that is not absolute, or has an empty, a dotted or a badly encoded segment.
   */
  private static Optional<List<String>> segments(String path) {
    if (path.isEmpty() || path.charAt(0) != '/') {
      return Optional.empty();
    }
    List<String> segments = new ArrayList<>(4);
    int from = 1;
    while (from < path.length()) {
      int slash = path.indexOf('/', from);
      int to = slash < 0 ? path.length() : slash;
      Optional<String> segment = PathSegment.decode(path.substring(from, to));
      if (segment.isEmpty()) {
        return Optional.empty();
      }
      segments.add(segment.get());
      from = to + 1;
    }
    return Optional.of(segments);
  }
}
