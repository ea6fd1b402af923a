// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.audit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes one line of {@code key=value} for each event, and never a secret. */
public final class AuditLog implements Audit {
  private static final Logger log = LoggerFactory.getLogger("latchkey.audit");

  @Override
  public void record(AuditEvent event) {
    if (event instanceof AuditEvent.UpstreamFailed || event instanceof AuditEvent.SprayingSeen) {
      log.warn("{}", line(event));
    } else if (log.isInfoEnabled()) {
      log.info("{}", line(event));
    }
  }

  /** The line of an event. */
  static String line(AuditEvent event) {
    Facts facts = Facts.of(event);
    LogLine line = new LogLine(facts.event());
    for (Facts.Fact fact : facts.all()) {
      switch (fact) {
        case Facts.Word word -> line.with(word.key(), word.value());
        case Facts.Count count -> line.with(count.key(), count.value());
        case Facts.Text text -> line.quoted(text.key(), text.value());
      }
    }
    return line.toString();
  }
}
