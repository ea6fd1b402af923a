// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.config;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How much is logged. A level is one of trace, debug, info, warn, error.
 *
 * @param level for every logger that has none of its own
 * @param loggers the levels of single loggers, by name
 */
public record LogSettings(String level, Map<String, String> loggers) {
  private static final List<String> LEVELS = List.of("trace", "debug", "info", "warn", "error");

  public LogSettings {
    loggers = Map.copyOf(loggers);
    Check check = new Check();
    checkLevel(check, "level", level);
    new TreeMap<>(loggers).forEach((name, own) -> checkLevel(check, "loggers." + name, own));
    check.done();
  }

  /** What holds where the settings file says nothing. */
  public static LogSettings defaults() {
    return new LogSettings("info", Map.of());
  }

  private static void checkLevel(Check check, String key, String level) {
    check.that(
        LEVELS.contains(level),
        "must be one of %s, not \"%s\"".formatted(String.join(", ", LEVELS), level),
        key);
  }
}
