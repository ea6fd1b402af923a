// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.config;

import java.time.Duration;

/**
 * How a sign-in is answered.
 *
 * @param refusalDelay how long the first refusal is held back, 0 s to 1 min
 * @param maxRefusalDelay what that grows to, from {@code refusalDelay} to 5 min
 * @param maxHeldRefusals held back at once, 1 to 1,000,000
 * @param maxHeldRefusalsPerSource held back at once for one source, 1 to 1,000,000
 * @param lastUseInterval how often at most one app password's last use is written, 0 s to 1 d
 */
public record SignInSettings(
    Duration refusalDelay,
    Duration maxRefusalDelay,
    int maxHeldRefusals,
    int maxHeldRefusalsPerSource,
    Duration lastUseInterval) {

  public SignInSettings {
    new Check()
        .range("refusal-delay", refusalDelay, Duration.ZERO, Duration.ofMinutes(1))
        .range("max-refusal-delay", maxRefusalDelay, Duration.ZERO, Duration.ofMinutes(5))
        .that(
            maxRefusalDelay.compareTo(refusalDelay) >= 0,
            "must not be less than \"refusal-delay\"",
            "max-refusal-delay",
            "refusal-delay")
        .range("max-held-refusals", maxHeldRefusals, 1, 1_000_000)
        .range("max-held-refusals-per-source", maxHeldRefusalsPerSource, 1, 1_000_000)
        .range("last-use-interval", lastUseInterval, Duration.ZERO, Duration.ofDays(1))
        .done();
  }

  /** What holds where the settings file says nothing. */
  public static SignInSettings defaults() {
    return new SignInSettings(
        Duration.ofSeconds(1), Duration.ofSeconds(15), 20_000, 256, Duration.ofSeconds(60));
  }
}
