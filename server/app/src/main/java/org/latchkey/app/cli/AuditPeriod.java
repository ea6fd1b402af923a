// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** From when until when, both included. */
record AuditPeriod(Instant from, Instant to) {
  private static final Pattern AGO = Pattern.compile("([0-9]{1,6}) ?(s|min|h|d|w)");

  /** What two options say; one that isn't given has no end. */
  static AuditPeriod of(@Nullable String since, @Nullable String until, Instant now)
      throws CommandException {
    return new AuditPeriod(
        since == null ? Instant.MIN : time(since, now),
        until == null ? Instant.MAX : time(until, now));
  }

  private static Instant time(String text, Instant now) throws CommandException {
    Matcher ago = AGO.matcher(text.strip());
    if (ago.matches()) {
      return now.minus(unit(ago.group(2)).multipliedBy(Long.parseLong(ago.group(1))));
    }
    try {
      return text.indexOf('T') < 0
          ? LocalDate.parse(text.strip()).atStartOfDay(ZoneId.systemDefault()).toInstant()
          : OffsetDateTime.parse(text.strip()).toInstant();
    } catch (DateTimeException e) {
      throw CommandException.usage(
          "\"" + text + "\" is no time: write 7d, 12h, 2026-11-24 or 2026-11-24T08:00:00Z");
    }
  }

  private static Duration unit(String unit) {
    return switch (unit) {
      case "s" -> Duration.ofSeconds(1);
      case "min" -> Duration.ofMinutes(1);
      case "h" -> Duration.ofHours(1);
      case "d" -> Duration.ofDays(1);
      default -> Duration.ofDays(7);
    };
  }

  boolean holds(Instant time) {
    return !time.isBefore(from) && !time.isAfter(to);
  }
}
