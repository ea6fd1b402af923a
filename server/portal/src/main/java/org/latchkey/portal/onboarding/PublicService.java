// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.onboarding;

import org.latchkey.core.account.Service;

/**
 * One port that clients reach from outside.
 *
 * @param host its DNS name
 * @param port 1 to 65,535
 */
public record PublicService(Kind kind, String host, int port, Encryption encryption) {
  private static final int HTTPS_PORT = 443;

  /** What is spoken there. */
  public enum Kind {
    IMAP(Service.IMAP),
    POP3(Service.POP3),
    SIEVE(Service.SIEVE),
    SUBMISSION(Service.SMTP),
    CARDDAV(Service.CARDDAV),
    CALDAV(Service.CALDAV),
    LDAP(Service.LDAP);

    private final Service service;

    Kind(Service service) {
      this.service = service;
    }

    /** What an app password has to be good for. */
    public Service service() {
      return service;
    }
  }

  /** How TLS comes about: with the connection, or by the protocol's own command. */
  public enum Encryption {
    TLS,
    STARTTLS
  }

  /** The https URL of a path there, without the port that goes without saying. */
  public String url(String path) {
    return httpsUrl(host, port, path);
  }

  /** An https URL, without the port that goes without saying. */
  public static String httpsUrl(String host, int port, String path) {
    return "https://" + host + (port == HTTPS_PORT ? "" : ":" + port) + path;
  }
}
