// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.account;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Services that are chosen together. */
public enum ServicePreset {
  MAIL,
  SEND,
  CONTACTS,
  CALENDARS,
  EVERYTHING;

  /** Its services. */
  public Set<Service> services() {
    return switch (this) {
      case MAIL -> EnumSet.of(Service.IMAP, Service.POP3, Service.SIEVE, Service.SMTP);
      case SEND -> EnumSet.of(Service.SMTP);
      case CONTACTS -> EnumSet.of(Service.CARDDAV);
      case CALENDARS -> EnumSet.of(Service.CALDAV);
      case EVERYTHING -> Service.defaults();
    };
  }

  /** The name at every door, such as {@code mail}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The preset of this name; empty for an unknown one. */
  public static Optional<ServicePreset> byId(String id) {
    for (ServicePreset each : values()) {
      if (each.id().equals(id)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }
}
