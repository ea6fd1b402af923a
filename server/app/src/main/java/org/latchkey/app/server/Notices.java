// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.server;

import java.io.IOException;
import java.util.Optional;
import org.latchkey.config.NoticesSettings;
import org.latchkey.core.directory.DirectoryStore;
import org.latchkey.core.notice.NoticeQueue;
import org.latchkey.portal.notice.MailRelay;
import org.latchkey.portal.notice.NoticeSender;
import org.latchkey.portal.notice.NoticeWriter;
import org.latchkey.portal.notice.RetryWaits;
import org.latchkey.portal.onboarding.PublicServices;
import org.latchkey.portal.text.People;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notices by mail, where the settings name a relay for them. */
final class Notices {
  private static final Logger log = LoggerFactory.getLogger(Notices.class);

  private Notices() {}

  /**
   * Starts sending.
   *
   * @return empty where there is no relay, which it says in the log
   */
  static Optional<NoticeSender> start(
      NoticesSettings settings, NoticeQueue queue, DirectoryStore store, PublicServices outside)
      throws StartException {
    if (!settings.enabled()) {
      log.info("event=notices-off reason=\"[notices] names no host: nobody is told by mail\"");
      return Optional.empty();
    }
    try {
      Optional<String> portal = Optional.of(outside.portalUrl()).filter(url -> !url.isEmpty());
      NoticeSender sender =
          new NoticeSender(
              new NoticeSender.Parts(
                  queue,
                  store::find,
                  new NoticeWriter(
                      settings.from().orElseThrow(),
                      outside.host(),
                      portal,
                      new People(store::findByLogin)),
                  new MailRelay(settings, outside.host()),
                  RetryWaits.USUAL));
      store.subscribe(sender);
      sender.start();
      return Optional.of(sender);
    } catch (IOException e) {
      throw new StartException("[notices] can't be used: " + e.getMessage(), e);
    }
  }
}
