// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.net;

import io.netty.util.concurrent.Ticker;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.latchkey.config.Cidr;
import org.latchkey.config.NetworkSettings;
import org.latchkey.core.throttle.Places;
import org.latchkey.core.throttle.Throttle.Source;

/** What all connections of all ports share and may not use up. Safe for use by many threads. */
final class Limits {
  private final Ticker ticker;
  private final Places places =
      new Places(() -> settings().maxConnections(), () -> settings().maxConnectionsPerAddress());
  private final AtomicLong pendingBytes = new AtomicLong();
  private volatile NetworkSettings settings;

  Limits(NetworkSettings settings, Ticker ticker) {
    this.settings = settings;
    this.ticker = ticker;
  }

  void reconfigure(NetworkSettings changed) {
    settings = changed;
  }

  NetworkSettings settings() {
    return settings;
  }

  long nanoTime() {
    return ticker.nanoTime();
  }

  boolean isTrustedProxy(InetAddress peer) {
    return contains(settings.proxyProtocol(), peer);
  }

  boolean maySignInWithoutTls(InetAddress client) {
    return contains(settings.cleartextSignIn(), client);
  }

  private static boolean contains(List<Cidr> networks, InetAddress address) {
    for (Cidr network : networks) {
      if (network.contains(address)) {
        return true;
      }
    }
    return false;
  }

  /** Counts a connection in, to be counted out by {@link #leave}; false where there is no room. */
  boolean enter(Source source) {
    return places.enter(source);
  }

  void leave(Source source) {
    places.leave(source);
  }

  /**
   * Counts bytes that are held for connections that haven't signed in, or given back.
   *
   * @return false when there are too many now; they are counted all the same
   */
  boolean pending(int change) {
    return pendingBytes.addAndGet(change) <= settings.maxPendingKib() * 1024L;
  }

  int connections() {
    return places.taken();
  }

  long pendingBytes() {
    return pendingBytes.get();
  }
}
