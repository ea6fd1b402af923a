// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.config;

import java.time.Duration;

/**
 * The portal, where people manage their own app passwords.
 *
 * @param enabled whether there is one
 * @param idleLimit how long a person stays signed in without doing anything, 1 min to 1 d
 * @param absoluteLimit how long a person stays signed in at all, {@code idleLimit} to 7 d
 */
public record PortalSettings(boolean enabled, Duration idleLimit, Duration absoluteLimit) {
  public PortalSettings {
    new Check()
        .range("idle-limit", idleLimit, Duration.ofMinutes(1), Duration.ofDays(1))
        .range("absolute-limit", absoluteLimit, Duration.ofMinutes(1), Duration.ofDays(7))
        .that(
            absoluteLimit.compareTo(idleLimit) >= 0,
            "must not be less than \"idle-limit\"",
            "absolute-limit",
            "idle-limit")
        .done();
  }

  /** What holds where the settings file says nothing. */
  public static PortalSettings defaults() {
    return new PortalSettings(true, Duration.ofMinutes(15), Duration.ofHours(8));
  }
}
