// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.portal;

import ch.qos.logback.classic.Level;
import java.util.List;
import org.latchkey.integration.CapturedLog;

/** What the audit says of the portal from when this is made until it is closed. */
final class PortalAudit implements AutoCloseable {
  private final CapturedLog log = new CapturedLog();

  /** The lines about this act that hold this text. */
  List<String> lines(String act, String text) {
    return log.events().stream()
        .filter(each -> each.getLoggerName().equals("latchkey.audit"))
        .map(each -> each.getFormattedMessage())
        .filter(line -> line.startsWith("event=portal act=" + act + " ") && line.contains(text))
        .toList();
  }

  int count(String act, String text) {
    return lines(act, text).size();
  }

  /** What is logged only where there is a bug or an outage. */
  List<String> errors() {
    return log.events().stream()
        .filter(each -> each.getLevel().isGreaterOrEqual(Level.ERROR))
        .map(each -> each.getFormattedMessage() + " " + each.getThrowableProxy())
        .toList();
  }

  @Override
  public void close() {
    log.close();
  }
}
