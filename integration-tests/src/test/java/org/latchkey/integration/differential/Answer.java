// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.differential;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a server answered, in a form in which two servers' answers are equal when they say the same:
 * attribute types by their first names, DNs by what they name.
 *
 * @param code the result code; -1 where the connection was lost
 * @param entries in the order in which they came
 * @param diagnostic in the server's own words: no part of what is compared
 */
public record Answer(int code, List<Found> entries, String diagnostic) {
  /** The connection was lost. */
  static final int LOST = -1;

  public Answer {
    entries = List.copyOf(entries);
  }

  /**
   * An entry that was found.
   *
   * @param attributes the values, as text where they are UTF-8, by description in lower case
   */
  public record Found(String dn, Map<String, Set<String>> attributes) {}
}
