// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The real server behind one service, for the accounts that name no other.
 *
 * @param host its name or IP address; empty where there is none
 * @param port 1 to 65535
 * @param ca a PEM file with the certificates that vouch for it; empty means the system's
 * @param timeout how long connecting and signing in to it may take in all, 100 ms to 1 min
 */
public record UpstreamSettings(
    Optional<String> host,
    int port,
    UpstreamTls tls,
    Optional<Path> ca,
    UpstreamSignInSettings signIn,
    Announce announce,
    Duration timeout) {
  public UpstreamSettings {
    new Check()
        .that(
            host.isEmpty() || host.get().matches("[A-Za-z0-9._:-]{1,253}"),
            "must be a host name or an IP address",
            "host")
        .range("port", port, 1, 65_535)
        .range("timeout", timeout, Duration.ofMillis(100), Duration.ofMinutes(1))
        .done();
  }

  /** What holds where the settings file says nothing. */
  public static UpstreamSettings defaults(int port) {
    return new UpstreamSettings(
        Optional.empty(),
        port,
        UpstreamTls.STARTTLS,
        Optional.empty(),
        UpstreamSignInSettings.defaults(),
        Announce.NONE,
        Duration.ofSeconds(5));
  }
}
