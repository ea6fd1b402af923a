// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.onboarding;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.latchkey.core.account.Service;
import org.latchkey.portal.onboarding.PublicService.Kind;

/**
 * What clients reach from outside: the ports that are open, under their public numbers.
 *
 * @param host the server's DNS name
 * @param domain the mail domain
 * @param portalUrl where people find the portal, such as {@code
 *     https://mail.example.org:1443/portal/}; empty where there is none
 * @param discoveryPorts where autoconfig and autodiscover are answered, over HTTPS
 */
public record PublicServices(
    String host,
    String domain,
    String portalUrl,
    List<Integer> discoveryPorts,
    List<PublicService> offered) {

  public PublicServices {
    discoveryPorts = List.copyOf(discoveryPorts);
    offered = List.copyOf(offered);
  }

  /** The ports of all kinds that are of use to an app password for these services. */
  public List<PublicService> usable(Set<Service> good) {
    return Stream.of(Kind.values())
        .filter(kind -> good.contains(kind.service()))
        .flatMap(kind -> all(kind).stream())
        .toList();
  }

  /** The ports of one kind; TLS from the start goes first (RFC 8314 §3). */
  public List<PublicService> all(Kind kind) {
    return offered.stream()
        .filter(each -> each.kind() == kind)
        .sorted(Comparator.comparing(PublicService::encryption))
        .toList();
  }

  /** The port of one kind that a client should take; empty where none is open. */
  public Optional<PublicService> best(Kind kind) {
    return all(kind).stream().findFirst();
  }
}
