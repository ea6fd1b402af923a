// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.account;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What an app password may be used for, and what a sign-in asks for. */
public enum Service {
  IMAP,
  POP3,
  SIEVE,
  SMTP,
  CARDDAV,
  CALDAV,
  LDAP,
  /** The admin LDAP port, for members of the group of admins only. */
  ADMIN;

  private final String id = name().toLowerCase(Locale.ROOT);

  /**
   * Everything a mail, contacts and calendar client needs: what an app password gets by default.
   */
  public static Set<Service> defaults() {
    return EnumSet.of(IMAP, POP3, SIEVE, SMTP, CARDDAV, CALDAV);
  }

  /** The services that ordinary clients ask for, on the ports that everybody reaches. */
  public static Set<Service> ofClients() {
    return EnumSet.complementOf(EnumSet.of(ADMIN));
  }

  /** The name in the directory, the log and the metrics, such as {@code imap}. */
  public String id() {
    return id;
  }

  /** The service of this name, in any case; empty for an unknown one. */
  public static Optional<Service> byId(String id) {
    String wanted = id.toLowerCase(Locale.ROOT);
    for (Service service : values()) {
      if (service.id.equals(wanted)) {
        return Optional.of(service);
      }
    }
    return Optional.empty();
  }
}
