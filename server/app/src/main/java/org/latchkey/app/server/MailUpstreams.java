// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.server;

import java.io.IOException;
import java.util.Optional;
import org.latchkey.adapters.relay.Upstream;
import org.latchkey.config.UpstreamSettings;
import org.latchkey.config.UpstreamsSettings;
import org.latchkey.core.account.Service;

/** The real mail servers, where the settings name them. */
record MailUpstreams(
    Optional<Upstream> imap,
    Optional<Upstream> pop3,
    Optional<Upstream> sieve,
    Optional<Upstream> smtp)
    implements AutoCloseable {

  static MailUpstreams of(UpstreamsSettings settings, Upstream.Parts parts) throws StartException {
    return new MailUpstreams(
        of(Service.IMAP, settings.imap(), parts),
        of(Service.POP3, settings.pop3(), parts),
        of(Service.SIEVE, settings.sieve(), parts),
        of(Service.SMTP, settings.smtp(), parts));
  }

  private static Optional<Upstream> of(
      Service service, UpstreamSettings settings, Upstream.Parts parts) throws StartException {
    try {
      return Upstream.of(service, settings, parts);
    } catch (IOException e) {
      throw new StartException(
          "[upstream." + service.id() + "] can't be used: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    imap.ifPresent(Upstream::close);
    pop3.ifPresent(Upstream::close);
    sieve.ifPresent(Upstream::close);
    smtp.ifPresent(Upstream::close);
  }
}
