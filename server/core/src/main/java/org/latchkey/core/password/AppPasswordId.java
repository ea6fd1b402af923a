// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.password;

import java.util.UUID;

/** The lasting identity of an app password: its entry's {@code entryUUID}, never reused. */
public record AppPasswordId(UUID value) {

  /**
   * @throws IllegalArgumentException when the text is no UUID
   */
  public static AppPasswordId of(String entryUuid) {
    return new AppPasswordId(UUID.fromString(entryUuid));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
