// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.ldap;

import java.util.Optional;
import org.latchkey.core.account.Account;
import org.latchkey.core.account.Service;
import org.latchkey.core.session.LiveSession;

/** Who a connection speaks for (RFC 4513 §4). */
sealed interface LdapState {
  /** Nobody. */
  record Anonymous() implements LdapState {}

  /**
   * A bind is being decided; nothing else is looked at meanwhile.
   *
   * @param before the session of the bind before it, which ends with this one unless it is the same
   */
  record Binding(Optional<LiveSession> before) implements LdapState {}

  /**
   * An account.
   *
   * @param target what it bound as
   */
  record Bound(LiveSession session, BindNames.Target target) implements LdapState {
    /** What the account is shown as. */
    String dn() {
      return target.shown(session.snapshot());
    }

    /** The account's entry; empty where its app password isn't good for reading over LDAP. */
    Optional<LdapEntry> entry() {
      Account account = session.snapshot();
      boolean reads =
          account.appPasswords().stream()
              .filter(each -> each.id().equals(session.appPassword().id()))
              .anyMatch(each -> each.services().contains(Service.LDAP));
      return reads ? Optional.of(LdapEntry.of(account, target.shown(account))) : Optional.empty();
    }
  }

  /** The session that goes when this state goes. */
  default Optional<LiveSession> held() {
    return switch (this) {
      case Anonymous() -> Optional.empty();
      case Binding(Optional<LiveSession> before) -> before;
      case Bound bound -> Optional.of(bound.session());
    };
  }
}
