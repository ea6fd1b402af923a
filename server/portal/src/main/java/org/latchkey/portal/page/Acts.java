// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.page;

import java.util.Optional;
import org.latchkey.core.account.Account;
import org.latchkey.core.audit.Audit;
import org.latchkey.core.audit.AuditEvent;
import org.latchkey.core.audit.PortalAct;
import org.latchkey.portal.web.Visit;

/** Tells the audit what is done in the portal. */
final class Acts {
  private final Audit audit;

  Acts(Audit audit) {
    this.audit = audit;
  }

  /** By the person whose session it is. */
  void tell(PortalAct act, Visit visit, String detail) {
    tell(act, visit, visit.account(), "", detail);
  }

  /** By somebody whose session doesn't say yet who they are. */
  void tell(PortalAct act, Visit visit, Optional<Account> account, String name, String detail) {
    audit.record(new AuditEvent.PortalEvent(act, account, name, visit.client(), detail));
  }
}
