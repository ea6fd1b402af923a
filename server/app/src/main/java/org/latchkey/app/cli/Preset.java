// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.cli;

import java.util.EnumSet;
import java.util.Set;
import org.latchkey.core.account.Service;

/** Services that are chosen together. */
enum Preset {
  mail,
  send,
  contacts,
  calendars,
  everything;

  Set<Service> services() {
    return switch (this) {
      case mail -> EnumSet.of(Service.IMAP, Service.POP3, Service.SIEVE, Service.SMTP);
      case send -> EnumSet.of(Service.SMTP);
      case contacts -> EnumSet.of(Service.CARDDAV);
      case calendars -> EnumSet.of(Service.CALDAV);
      case everything -> Service.defaults();
    };
  }
}
