// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.audit;

import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.Consumer;

/**
 * Writes each event as one JSON object on a line of its own (RFC 8259): {@code time} (RFC 3339,
 * UTC, to the millisecond), {@code event}, and the facts by the names that the log knows them by.
 */
public final class AuditJson implements Audit {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final Consumer<String> lines;
  private final InstantSource clock;

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
    TIME.formatTo(clock.instant(), json);
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
}
