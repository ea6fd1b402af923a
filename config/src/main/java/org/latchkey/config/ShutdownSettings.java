// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.config;

import java.time.Duration;

/**
 * How the server stops.
 *
 * @param grace how long connections may take to finish, 0 s to 10 min
 */
public record ShutdownSettings(Duration grace) {
  public ShutdownSettings {
    new Check().range("grace", grace, Duration.ZERO, Duration.ofMinutes(10)).done();
  }

  /** What holds where the settings file says nothing. */
  public static ShutdownSettings defaults() {
    return new ShutdownSettings(Duration.ofSeconds(10));
  }
}
