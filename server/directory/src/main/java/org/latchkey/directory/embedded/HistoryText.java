// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.embedded;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.latchkey.core.audit.AccountEvent;

/**
 * How a history is stored: a line with the format's number, then a line for each event, its fields
 * between tabs (UTF-8). In a field, a backslash stands before a backslash, and before t, n and r
 * for tab, LF and CR; the time is in milliseconds of the Unix epoch.
 */
final class HistoryText {
  private static final String FORMAT = "1";
  private static final int FIELDS = 8;

  private HistoryText() {}

  static byte[] format(List<AccountEvent> events) {
    StringBuilder text = new StringBuilder(FORMAT).append('\n');
    for (AccountEvent each : events) {
      text.append(each.time().toEpochMilli()).append('\t').append(each.kind().id());
      for (String field :
          List.of(
              each.what(),
              each.service(),
              each.address(),
              each.client(),
              each.label(),
              each.by())) {
        text.append('\t').append(escaped(field));
      }
      text.append('\n');
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** The events; those that can't be read are passed over, and so is what is in another format. */
  static List<AccountEvent> parse(byte[] stored) {
    List<String> lines = new String(stored, StandardCharsets.UTF_8).lines().toList();
    if (lines.isEmpty() || !lines.getFirst().equals(FORMAT)) {
      return List.of();
    }
    List<AccountEvent> events = new ArrayList<>(lines.size());
    for (String line : lines.subList(1, lines.size())) {
      event(line).ifPresent(events::add);
    }
    return events;
  }

  private static Optional<AccountEvent> event(String line) {
    String[] fields = line.split("\t", -1);
    if (fields.length != FIELDS) {
      return Optional.empty();
    }
    try {
      Instant time = Instant.ofEpochMilli(Long.parseLong(fields[0]));
      return kind(fields[1])
          .map(
              kind ->
                  new AccountEvent(
                      time,
                      kind,
                      plain(fields[2]),
                      plain(fields[3]),
                      plain(fields[4]),
                      plain(fields[5]),
                      plain(fields[6]),
                      plain(fields[7])));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<AccountEvent.Kind> kind(String id) {
    for (AccountEvent.Kind each : AccountEvent.Kind.values()) {
      if (each.id().equals(id)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  private static String escaped(String field) {
    return field
        .replace("\\", "\\\\")
        .replace("\t", "\\t")
        .replace("\n", "\\n")
        .replace("\r", "\\r");
  }

  private static String plain(String field) {
    StringBuilder plain = new StringBuilder(field.length());
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      if (c != '\\' || i + 1 == field.length()) {
        plain.append(c);
      } else {
        char escape = field.charAt(++i);
        plain.append(
            switch (escape) {
              case 't' -> '\t';
              case 'n' -> '\n';
              case 'r' -> '\r';
              default -> escape;
            });
      }
    }
    return plain.toString();
  }
}
