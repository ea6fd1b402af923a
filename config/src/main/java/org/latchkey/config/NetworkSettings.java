// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.config;

import java.time.Duration;
import java.util.List;

/**
 * What connections may do and how much they may cost.
 *
 * @param cleartextSignIn where clients may sign in without TLS from
 * @param proxyProtocol the proxies that are believed when they name a client's address
 * @param maxConnections open at once, 1 to 1,000,000
 * @param maxConnectionsPerAddress open at once from one address, 1 to 1,000,000
 * @param signInDeadline how long a connection may take to sign in, 100 ms to 1 h
 * @param maxPendingKib the memory that all connections together may hold before their sign-in, in
 *     KiB, to 16,777,216; 0 is an eighth of the JVM's heap
 * @param idleTimeout how long a signed-in connection may stay silent, 100 ms to 7 d
 */
public record NetworkSettings(
    List<Cidr> cleartextSignIn,
    List<Cidr> proxyProtocol,
    int maxConnections,
    int maxConnectionsPerAddress,
    Duration signInDeadline,
    int maxPendingKib,
    Duration idleTimeout) {
  private static final int SHARE_OF_HEAP = 8;

  public NetworkSettings {
    cleartextSignIn = List.copyOf(cleartextSignIn);
    proxyProtocol = List.copyOf(proxyProtocol);
    new Check()
        .range("max-connections", maxConnections, 1, 1_000_000)
        .range("max-connections-per-address", maxConnectionsPerAddress, 1, 1_000_000)
        .range("sign-in-deadline", signInDeadline, Duration.ofMillis(100), Duration.ofHours(1))
        .range("max-pending-kib", maxPendingKib, 0, 16_777_216)
        .range("idle-timeout", idleTimeout, Duration.ofMillis(100), Duration.ofDays(7))
        .done();
  }

  /** What holds where the settings file says nothing. */
  public static NetworkSettings defaults() {
    return new NetworkSettings(
        List.of(), List.of(), 50_000, 1_000, Duration.ofSeconds(60), 0, Duration.ofMinutes(31));
  }

  /** The memory that all connections together may hold before their sign-in, in bytes. */
  public long maxPendingBytes() {
    return maxPendingKib == 0
        ? Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP
        : maxPendingKib * 1024L;
  }
}
