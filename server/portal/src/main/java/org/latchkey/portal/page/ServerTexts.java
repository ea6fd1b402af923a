// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.page;

import org.latchkey.core.account.Account;
import org.latchkey.portal.onboarding.PublicService;
import org.latchkey.portal.text.Messages;

/** Puts what is typed into a client by hand into words. */
final class ServerTexts {
  private final Messages m;

  ServerTexts(Messages messages) {
    this.m = messages;
  }

  /**
   * One port: what it is for, its name, number and encryption, and what else its clients ask for.
   */
  String text(PublicService server, Account account) {
    String line =
        m.text(
            "made.server",
            m.text("service." + server.kind().service().id()),
            server.host(),
            Integer.toString(server.port()),
            server.encryption().toString());
    return switch (server.kind()) {
      case IMAP, POP3, SIEVE, SUBMISSION -> line;
      case CARDDAV -> m.text("made.url", line, server.url("/.well-known/carddav"));
      case CALDAV -> m.text("made.url", line, server.url("/.well-known/caldav"));
      case LDAP -> m.text("made.bind", line, account.dn());
    };
  }
}
