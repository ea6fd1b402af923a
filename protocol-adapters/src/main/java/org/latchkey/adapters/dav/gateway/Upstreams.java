// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.latchkey.core.account.AccountId;

/** One event loop's connections to the upstreams, and what it knows of them. Belongs to it. */
final class Upstreams {
  private static final int MOST_KNOWN = 10_000;
  private static final int MOST_GATHERED = 32 * 1024 * 1024;

  private final Map<Route, UpstreamPool> pools = new HashMap<>();

  private int gathered;

  /** Whether the last answer from there was of HTTP/1.1 (RFC 9112 §6.1). */
  private final Cache<Address, Boolean> chunks =
      Caffeine.newBuilder().maximumSize(MOST_KNOWN).build();

  /**
   * @param loops how many event loops share what a route may open
   */
  Upstreams(Vertx vertx, Routes routes, int loops) {
    for (Route route : routes.all()) {
      pools.put(route, new UpstreamPool(vertx, route.settings(), loops));
    }
  }

  /** Part of what bodies that are read before they are passed on may take together. */
  final class Room {
    private int octets;

    /** False where there is no more. */
    boolean take(int more) {
      if (gathered + more > MOST_GATHERED) {
        return false;
      }
      gathered += more;
      octets += more;
      return true;
    }

    void giveBack() {
      gathered -= octets;
      octets = 0;
    }
  }

  Room room() {
    return new Room();
  }

  /** What is known of an upstream. */
  enum Version {
    UNKNOWN,
    HTTP_1_0,
    HTTP_1_1
  }

  Version version(Address address) {
    Boolean known = chunks.getIfPresent(address);
    return known == null ? Version.UNKNOWN : known ? Version.HTTP_1_1 : Version.HTTP_1_0;
  }

  void learn(Address address, boolean http11) {
    chunks.put(address, http11);
  }

  /** A connection for one exchange of an account; fails within the route's connect timeout. */
  Future<UpstreamConnection> connection(Route route, Address address, AccountId account) {
    return Objects.requireNonNull(pools.get(route)).take(new UpstreamPool.Key(address, account));
  }
}
