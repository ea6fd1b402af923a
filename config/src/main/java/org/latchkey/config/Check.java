// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The rules of one settings record; it gathers every broken one before it throws. */
final class Check {
  private final List<Fault> faults = new ArrayList<>();

  /**
   * One broken rule.
   *
   * @param keys whose values break it, in their TOML spelling; the first is the one to blame
   * @param text the rest of a sentence that starts with the first key
   */
  record Fault(List<String> keys, String text) {
    Fault {
      keys = List.copyOf(keys);
    }
  }

  /** Thrown by a settings record's constructor; says all that is wrong with the record. */
  static final class Failed extends IllegalArgumentException {
    private static final long serialVersionUID = 1;
    private final transient List<Fault> faults;

    private Failed(List<Fault> faults) {
      super(
          String.join(
              "; ", faults.stream().map(f -> '"' + f.keys().getFirst() + "\" " + f.text).toList()));
      this.faults = List.copyOf(faults);
    }

    List<Fault> faults() {
      return faults;
    }
  }

  Check range(String key, int value, int min, int max) {
    return that(
        value >= min && value <= max,
        "must be from %d to %d, not %d".formatted(min, max, value),
        key);
  }

  Check range(String key, Duration value, Duration min, Duration max) {
    return that(
        value.compareTo(min) >= 0 && value.compareTo(max) <= 0,
        "must be from %s to %s, not %s"
            .formatted(DurationText.of(min), DurationText.of(max), DurationText.of(value)),
        key);
  }

  Check that(boolean holds, String text, String... keys) {
    if (!holds) {
      faults.add(new Fault(List.of(keys), text));
    }
    return this;
  }

  void done() {
    if (!faults.isEmpty()) {
      throw new Failed(faults);
    }
  }
}
