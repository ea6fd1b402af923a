// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.latchkey.core.account.Service;

/** What a request's path names. A login is as the path spells it, percent-decoded and no more. */
sealed interface Route {
  /** RFC 6764 §5: where a client that knows only a host name begins. */
  record WellKnown(Service service) implements Route {}

  /** The root of everything. */
  record Root() implements Route {}

  /** {@code /carddav/} or {@code /caldav/}. */
  record ServiceRoot(Service service) implements Route {}

  /** The collection of all principals (RFC 3744 §5.8). */
  record Principals(Service service) implements Route {}

  /** One person. There is one for each service, so that each can be asked for with its password. */
  record Principal(Service service, String login) implements Route {}

  /** The collection that a person's address books or calendars are in. */
  record Home(Service service, String login) implements Route {}

  /** Something in a home. */
  record Member(Service service, String login) implements Route {}

  /** Nothing that there is. */
  record Unknown() implements Route {}

  /** What an app password must be good for to ask for this. */
  default Service asks() {
    return switch (this) {
      case WellKnown known -> known.service();
      case ServiceRoot root -> root.service();
      case Principals principals -> principals.service();
      case Principal principal -> principal.service();
      case Home home -> home.service();
      case Member member -> member.service();
      case Root root -> Service.CARDDAV;
      case Unknown unknown -> Service.CARDDAV;
    };
  }

  /** Reads a path as it came, still percent-encoded. */
  static Route of(String path) {
    return segments(path).map(Route::of).orElseGet(Unknown::new);
  }

  private static Route of(List<String> path) {
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

  private static Route wellKnown(List<String> path) {
    if (path.size() != 2) {
      return new Unknown();
    }
    return switch (path.get(1)) {
      case "carddav" -> new WellKnown(Service.CARDDAV);
      case "caldav" -> new WellKnown(Service.CALDAV);
      default -> new Unknown();
    };
  }

  private static Route inService(Service service, List<String> path) {
    return switch (path.size()) {
      case 1 -> new ServiceRoot(service);
      case 2 -> new Home(service, path.get(1));
      default -> new Member(service, path.get(1));
    };
  }

  private static Route principal(List<String> path) {
    return switch (path.size()) {
      case 1 -> new Principals(Service.CARDDAV);
      case 2 -> new Principal(Service.CARDDAV, path.get(1));
      case 3 ->
          path.get(1).equals("caldav") ? new Principal(Service.CALDAV, path.get(2)) : new Unknown();
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
