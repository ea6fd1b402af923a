// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.net;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Ticker;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.latchkey.config.Cidr;
import org.latchkey.config.NetworkSettings;
import org.latchkey.core.throttle.PendingMemory;
import org.latchkey.core.throttle.Places;
import org.latchkey.core.throttle.Throttle.Source;

/** What all connections of all ports share and may not use up. Safe for use by many threads. */
public final class Limits {
  private final Ticker ticker;
  private final Places places =
      new Places(() -> settings().maxConnections(), () -> settings().maxConnectionsPerAddress());
  private final PendingMemory memory;
  private final Map<EventLoop, Turns> turns = new ConcurrentHashMap<>();
  private volatile NetworkSettings settings;

  /**
   * @param memory the budget before sign-in, which others may share
   */
  public Limits(NetworkSettings settings, PendingMemory memory) {
    this(settings, memory, Ticker.systemTicker());
  }

  /** Limits with a budget before sign-in of their own. */
  public Limits(NetworkSettings settings) {
    this(settings, new PendingMemory(settings.maxPendingBytes()));
  }

  Limits(NetworkSettings settings, PendingMemory memory, Ticker ticker) {
    this.settings = settings;
    this.memory = memory;
    this.ticker = ticker;
  }

  /** Takes new settings over: limits count from the next connection, networks at once. */
  public void reconfigure(NetworkSettings changed) {
    settings = changed;
    memory.reconfigure(changed.maxPendingBytes());
  }

  /** The settings as they are now. */
  public NetworkSettings settings() {
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

  /**
   * Counts a connection in, to be counted out by {@link #leave}. Where there is no place, the
   * oldest that nobody has signed in on gives way, of the same source where that has too many.
   *
   * @return false where there is none of those either
   */
  public boolean enter(Source source) {
    if (places.enter(source)) {
      return true;
    }
    boolean room = places.isFull() ? memory.oldestGivesWay() : memory.oldestGivesWay(source);
    if (room) {
      places.enterAnyway(source);
    }
    return room;
  }

  /** Counts a connection out. */
  public void leave(Source source) {
    places.leave(source);
  }

  /** The memory of the connections that nobody has signed in on. */
  public PendingMemory memory() {
    return memory;
  }

  Turns turns(EventLoop loop) {
    return turns.computeIfAbsent(loop, Turns::new);
  }

  int connections() {
    return places.taken();
  }

  long pendingBytes() {
    return memory.held();
  }
}
