// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.schema;

import java.time.Instant;
import java.util.Optional;
import org.latchkey.core.password.Tag;
import org.latchkey.core.password.Tombstone;

/** Tombstones as they are stored: the time, the tag and the label, with spaces between. */
public final class Tombstones {
  private Tombstones() {}

  public static String format(Instant revoked, String tag, String label) {
    return GeneralizedTimes.format(revoked) + " " + tag + " " + label;
  }

  /** Empty when it is malformed: then nothing is remembered. */
  public static Optional<Tombstone> parse(String stored) {
    String[] parts = stored.split(" ", 3);
    if (parts.length < 3) {
      return Optional.empty();
    }
    return GeneralizedTimes.parse(parts[0])
        .flatMap(time -> Tag.parse(parts[1]).map(tag -> new Tombstone(tag, parts[2], time)));
  }
}
