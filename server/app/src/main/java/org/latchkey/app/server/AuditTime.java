// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** When a line of the audit was written: each begins with it. */
public final class AuditTime {
  private static final Pattern BEGINNING = Pattern.compile("\\{\"time\":\"([0-9TZ:.-]{20,30})\"");
  private static final int BEGINNING_BYTES = 64;

  private AuditTime() {}

  /** Empty where it is no line of the audit's, or cut off. */
  public static Optional<Instant> of(String line) {
    Matcher beginning = BEGINNING.matcher(line);
    try {
      return beginning.lookingAt()
          ? Optional.of(Instant.parse(beginning.group(1)))
          : Optional.empty();
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** Of a file's first line; where that has none, when the file was written last. */
  static Instant ofFirstLine(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      String first = new String(in.readNBytes(BEGINNING_BYTES), StandardCharsets.US_ASCII);
      Optional<Instant> time = of(first);
      return time.isPresent() ? time.get() : Files.getLastModifiedTime(file).toInstant();
    }
  }
}
