// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.config;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A length of time as people write it in the settings file: {@code 250 ms}, {@code 31 min}. */
final class DurationText {
  private static final Map<String, ChronoUnit> UNITS = new LinkedHashMap<>();

  static {
    UNITS.put("d", ChronoUnit.DAYS);
    UNITS.put("h", ChronoUnit.HOURS);
    UNITS.put("min", ChronoUnit.MINUTES);
    UNITS.put("s", ChronoUnit.SECONDS);
    UNITS.put("ms", ChronoUnit.MILLIS);
  }

  // Nine digits of days fit a Duration, and so does everything shorter.
  private static final Pattern FORM = Pattern.compile("([0-9]{1,9}) ?(ms|s|min|h|d)");

  private DurationText() {}

  /**
   * Reads a whole number and one unit.
   *
   * @throws IllegalArgumentException when the text is anything else
   */
  static Duration parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "must be a whole number and one of ms, s, min, h, d, not \"" + text + "\"");
    }
    ChronoUnit unit = UNITS.getOrDefault(matcher.group(2), ChronoUnit.MILLIS);
    return Duration.of(Long.parseLong(matcher.group(1)), unit);
  }

  /** The shortest exact spelling; what no unit divides is left in ISO 8601. */
  static String of(Duration duration) {
    if (duration.isZero()) {
      return "0 s";
    }
    for (Map.Entry<String, ChronoUnit> unit : UNITS.entrySet()) {
      Duration one = unit.getValue().getDuration();
      long count = duration.dividedBy(one);
      if (one.multipliedBy(count).equals(duration)) {
        return count + " " + unit.getKey();
      }
    }
    return duration.toString();
  }
}
