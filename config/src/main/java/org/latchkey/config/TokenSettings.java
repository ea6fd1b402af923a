// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.config;

import java.time.Duration;

/**
 * The tokens that Latchkey signs for upstreams (RFC 7519).
 *
 * @param issuer their {@code iss}
 * @param lifetime how long one is good for, 10 s to 1 h
 */
public record TokenSettings(String issuer, Duration lifetime) {
  public TokenSettings {
    new Check()
        .that(!issuer.isBlank(), "must not be empty", "issuer")
        .range("lifetime", lifetime, Duration.ofSeconds(10), Duration.ofHours(1))
        .done();
  }

  /** What holds where the settings file says nothing. */
  public static TokenSettings defaults() {
    return new TokenSettings("latchkey", Duration.ofMinutes(2));
  }
}
