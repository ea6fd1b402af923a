// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.schema;

import java.text.ParseException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.apache.directory.api.util.GeneralizedTime;

/** Generalized Time (RFC 4517 §3.3.13), written in UTC with milliseconds. */
public final class GeneralizedTimes {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

  private GeneralizedTimes() {}

  public static String format(Instant time) {
    return FORMAT.format(time);
  }

  /** The time in any form that the syntax allows; empty when it is none. */
  public static Optional<Instant> parse(String text) {
    try {
      return Optional.of(Instant.ofEpochMilli(new GeneralizedTime(text).getTime()));
    } catch (ParseException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
