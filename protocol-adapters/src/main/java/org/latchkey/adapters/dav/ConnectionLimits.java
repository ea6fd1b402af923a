// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.latchkey.config.NetworkSettings;
import org.latchkey.core.throttle.Throttle.Source;

/** How many connections are open, in all and from each source. Safe for use by many threads. */
final class ConnectionLimits {
  private final NetworkSettings settings;
  private final AtomicInteger open = new AtomicInteger();
  private final ConcurrentHashMap<Source, Integer> openBySource = new ConcurrentHashMap<>();

  ConnectionLimits(NetworkSettings settings) {
    this.settings = settings;
  }

  /** Counts one in, to be counted out by {@link #leave}; false where there is no room. */
  boolean enter(Source source) {
    if (open.incrementAndGet() > settings.maxConnections()) {
      open.decrementAndGet();
      return false;
    }
    if (openBySource.merge(source, 1, Integer::sum) > settings.maxConnectionsPerAddress()) {
      leave(source);
      return false;
    }
    return true;
  }

  void leave(Source source) {
    open.decrementAndGet();
    openBySource.computeIfPresent(source, (key, count) -> count == 1 ? null : count - 1);
  }
}
