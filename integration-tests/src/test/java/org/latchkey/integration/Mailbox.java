// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.latchkey.integration.peers.Dovecot;

/** A person's INBOX on Dovecot itself. */
record Mailbox(Dovecot dovecot, String login) {
  private static final Duration DELIVERY = Duration.ofSeconds(60);

  static Mailbox of(Dovecot dovecot, String login) {
    return new Mailbox(dovecot, login);
  }

  int messages() throws Exception {
    String status = dovecot.doveadm("mailbox", "status", "-u", login, "messages", "INBOX");
    return Integer.parseInt(status.strip().replaceFirst(".*messages=", ""));
  }

  /** Returns when there are so many; fails when they don't come. */
  void awaitMessages(int count) throws Exception {
    long deadline = System.nanoTime() + DELIVERY.toNanos();
    while (messages() < count) {
      if (System.nanoTime() - deadline >= 0) {
        throw new AssertionError("not delivered within " + DELIVERY + ":\n" + dovecot.log());
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }
}
