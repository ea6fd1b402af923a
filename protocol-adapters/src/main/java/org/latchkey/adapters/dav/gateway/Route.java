// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav.gateway;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.latchkey.config.DavRouteSettings;
import org.latchkey.config.DavService;
import org.latchkey.core.account.Service;

/**
 * A part of the port that is passed on to one upstream.
 *
 * @param name what the operator calls it
 * @param services what an app password has to be good for: one of them
 * @param credentials what signs requests in to the upstream
 */
public record Route(
    String name,
    DavRouteSettings settings,
    Set<Service> services,
    UpstreamCredentials credentials) {
  public Route {
    services = Collections.unmodifiableSet(EnumSet.copyOf(services));
  }

  static Route of(String name, DavRouteSettings settings, UpstreamCredentials credentials) {
    EnumSet<Service> services = EnumSet.noneOf(Service.class);
    for (DavService each : settings.services()) {
      services.add(each == DavService.CARDDAV ? Service.CARDDAV : Service.CALDAV);
    }
    return new Route(name, settings, services, credentials);
  }

  /** The segments of its path. */
  List<String> folder() {
    return segments(settings.path());
  }

  /** The segments of what stands in its place at the upstream. */
  List<String> upstreamFolder() {
    return segments(settings.upstreamPath());
  }

  private static List<String> segments(String path) {
    return Stream.of(path.split("/", -1)).filter(each -> !each.isEmpty()).toList();
  }

  /** Whether its requests have other paths at the upstream, which is then told of it. */
  boolean isMoved() {
    return !settings.path().equals(settings.upstreamPath());
  }

  /** The upstream's path for one of its requests. */
  String upstreamPath(RequestPath path) {
    return path.under(settings.upstreamPath(), folder().size());
  }
}
