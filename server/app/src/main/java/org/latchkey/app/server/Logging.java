// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import org.latchkey.config.LogSettings;
import org.slf4j.LoggerFactory;

/** Sets the levels of the log. */
final class Logging {
  private Logging() {}

  static void configure(LogSettings settings) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.getLogger("org.latchkey").setLevel(Level.toLevel(settings.level()));
      context.getLogger("latchkey.audit").setLevel(Level.toLevel(settings.level()));
      settings.loggers().forEach((name, level) -> configure(context.getLogger(name), level));
    }
  }

  /** Takes over other settings; a logger that is in them no more is as all others are. */
  static void reconfigure(LogSettings before, LogSettings after) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      before.loggers().keySet().forEach(name -> context.getLogger(name).setLevel(null));
    }
    configure(after);
  }

  private static void configure(Logger logger, String level) {
    logger.setLevel(Level.toLevel(level));
  }
}
