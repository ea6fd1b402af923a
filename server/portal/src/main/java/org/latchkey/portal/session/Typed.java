// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.session;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What was typed into a form that could not be taken yet. No secret is in it.
 *
 * @param path of the form's page, below the portal's
 * @param fields by their names
 */
public record Typed(String path, Map<String, List<String>> fields) {
  private static final int MOST_CHARS = 4096;

  public Typed {
    fields =
        fields.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> List.copyOf(e.getValue())));
  }

  /** The same; empty where it is more than a session is to hold. */
  Optional<Typed> bounded() {
    int chars =
        fields.values().stream().flatMap(List::stream).mapToInt(value -> value.length() + 1).sum();
    return chars <= MOST_CHARS ? Optional.of(this) : Optional.empty();
  }
}
