// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log's errors, each of which is a bug: a handler catches what it throws and logs it. */
final class LoggedErrors extends AppenderBase<ILoggingEvent> {
  private final List<String> errors = new CopyOnWriteArrayList<>();

  /** Listens from now on. */
  LoggedErrors() {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    setContext(context);
    start();
    context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(this);
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (event.getLevel().isGreaterOrEqual(Level.ERROR)) {
      errors.add(event.getFormattedMessage() + " " + event.getThrowableProxy());
    }
  }

  void forget() {
    errors.clear();
  }

  void assertNone() {
    assertEquals(List.of(), List.copyOf(errors));
  }
}
