// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.metrics;

import io.micrometer.core.instrument.Counter;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;

/** A counter for each value of an enum, all made at the start. */
final class Counters<E extends Enum<E>> {
  private final Map<E, Counter> counters;

  Counters(Class<E> type, Function<E, Counter> made) {
    counters = new EnumMap<>(type);
    for (E each : type.getEnumConstants()) {
      counters.put(each, made.apply(each));
    }
  }

  void count(E value) {
    Counter counter = counters.get(value);
    if (counter != null) {
      counter.increment();
    }
  }
}
