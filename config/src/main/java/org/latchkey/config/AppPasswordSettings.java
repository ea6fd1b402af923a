// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.config;

/**
 * App passwords.
 *
 * @param maxActive how many an account may hold at once, 1 to 1,000
 */
public record AppPasswordSettings(int maxActive) {
  public AppPasswordSettings {
    new Check().range("max-active", maxActive, 1, 1_000).done();
  }

  /** What holds where the settings file says nothing. */
  public static AppPasswordSettings defaults() {
    return new AppPasswordSettings(25);
  }
}
