// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.rules;

import org.apache.directory.api.ldap.model.constants.AuthenticationLevel;
import org.apache.directory.api.ldap.model.exception.LdapInvalidDnException;
import org.apache.directory.api.ldap.model.name.Dn;
import org.apache.directory.server.core.api.DirectoryService;
import org.apache.directory.server.core.api.LdapPrincipal;
import org.apache.directory.server.core.shared.DefaultCoreSession;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.session.LiveSession;

/**
 * The directory's session of an admin who has come through the door: known by the live session, and
 * called what the account is called now, whatever it was called when it bound.
 */
public final class BoundSession extends DefaultCoreSession {
  private final DirectoryService service;
  private final LiveSession live;
  private volatile LdapPrincipal latest;

  public BoundSession(DirectoryService service, LiveSession live) throws LdapInvalidDnException {
    this(service, live, principal(service, live.snapshot().dn()));
  }

  private BoundSession(DirectoryService service, LiveSession live, LdapPrincipal principal) {
    super(principal, service);
    this.service = service;
    this.live = live;
    this.latest = principal;
  }

  private static LdapPrincipal principal(DirectoryService service, String dn)
      throws LdapInvalidDnException {
    return new LdapPrincipal(
        service.getSchemaManager(),
        new Dn(service.getSchemaManager(), dn),
        AuthenticationLevel.SIMPLE);
  }

  /** What the connection is signed in with. */
  public LiveSession live() {
    return live;
  }

  /** Whose it is. */
  public AccountId account() {
    return live.account();
  }

  @Override
  public LdapPrincipal getAuthenticatedPrincipal() {
    LdapPrincipal known = latest;
    String now = live.snapshot().dn();
    if (!known.getDn().getName().equals(now)) {
      try {
        known = principal(service, now);
        latest = known;
      } catch (LdapInvalidDnException e) {
        throw new IllegalStateException("an account's name is no DN", e);
      }
    }
    return known;
  }

  @Override
  public LdapPrincipal getEffectivePrincipal() {
    return getAuthenticatedPrincipal();
  }
}
