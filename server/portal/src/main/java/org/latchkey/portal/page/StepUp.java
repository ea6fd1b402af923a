// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.page;

import java.util.Optional;
import org.latchkey.core.account.Account;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.directory.DirectoryStore;
import org.latchkey.portal.session.PortalSession;
import org.latchkey.portal.session.PortalSessions;
import org.latchkey.portal.session.Standing;

/** Takes a session a step further, unless what was shown is no good any more by then. */
final class StepUp {
  private final PortalSessions sessions;
  private final DirectoryStore store;

  StepUp(PortalSessions sessions, DirectoryStore store) {
    this.sessions = sessions;
    this.store = store;
  }

  /** The account, before anything is shown to be its person's. */
  Optional<Account> account(AccountId id) {
    return store.find(id);
  }

  /**
   * The session that goes on: registered first, then its account is looked at again, so that no
   * change slips in between.
   *
   * @param shownBy the account as it was when something was shown to be its person's
   */
  PortalSession advance(PortalSession session, Account shownBy, Standing standing) {
    PortalSession next = sessions.advance(session, standing);
    if (store.find(shownBy.id()).filter(now -> isAsGood(now, shownBy, standing)).isEmpty()) {
      sessions.end(next);
      return sessions.openInPlaceOf(session);
    }
    return next;
  }

  private static boolean isAsGood(Account now, Account shownBy, Standing standing) {
    return !now.disabled()
        && now.primaryPasswordHash().equals(shownBy.primaryPasswordHash())
        && (now.factors().any() || standing instanceof Standing.HalfWay);
  }
}
