// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.notice;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;

/** A mail whose Message-ID isn't made anew when it is written once more. */
final class NoticeMail extends MimeMessage {
  private final String id;

  /**
   * @param id the Message-ID, with its angle brackets (RFC 5322 §3.6.4)
   */
  NoticeMail(Session session, String id) {
    super(session);
    this.id = id;
  }

  @Override
  protected void updateMessageID() throws MessagingException {
    setHeader("Message-ID", id);
  }
}
