// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.audit;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.Consumer;

/**
 * Writes each event as one JSON object on a line of its own (RFC 8259): {@code time} (RFC 3339,
 * UTC, to the millisecond), {@code event}, and the facts by the names that the log knows them by.
 */
public final class AuditJson implements Audit {
  private static final DateTimeFormatter TO_THE_SECOND =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.").withZone(ZoneOffset.UTC);

  private final Consumer<String> lines;
  private final InstantSource clock;
  private volatile Second latest = new Second(Long.MIN_VALUE, "");

  /** A second in words, which thousands of events may share. */
  private record Second(long epochSecond, String text) {
    static Second of(Instant time) {
      return new Second(time.getEpochSecond(), TO_THE_SECOND.format(time));
    }
  }

  /**
   * @param lines takes each line, without its end; never blocks and never throws
   */
  public AuditJson(Consumer<String> lines, InstantSource clock) {
    this.lines = lines;
    this.clock = clock;
  }

  @Override
  public void record(AuditEvent event) {
    lines.accept(line(event));
  }

  private String line(AuditEvent event) {
    Facts facts = Facts.of(event);
    StringBuilder json = new StringBuilder(384).append("{\"time\":\"");
    appendTime(json, clock.instant());
    json.append("\",\"event\":\"").append(facts.event()).append('"');
    for (Facts.Fact fact : facts.all()) {
      json.append(",\"").append(fact.key()).append("\":");
      switch (fact) {
        case Facts.Word word -> Quoted.append(json, word.value());
        case Facts.Count count -> json.append(count.value());
        case Facts.Text text -> Quoted.append(json, text.value());
      }
    }
    return json.append('}').toString();
  }

  private void appendTime(StringBuilder json, Instant time) {
    Second second = latest;
    if (second.epochSecond() != time.getEpochSecond()) {
      second = Second.of(time);
      latest = second;
    }
    int millis = time.getNano() / 1_000_000;
    json.append(second.text())
        .append((char) ('0' + millis / 100))
        .append((char) ('0' + millis / 10 % 10))
        .append((char) ('0' + millis % 10))
        .append('Z');
  }
}
