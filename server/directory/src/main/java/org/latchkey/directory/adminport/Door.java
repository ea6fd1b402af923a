// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.adminport;

import org.apache.directory.api.ldap.model.name.Dn;
import org.apache.directory.server.ldap.LdapServer;
import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.session.IoSession;
import org.latchkey.core.session.LiveSessions;
import org.latchkey.core.signin.SignIn;
import org.latchkey.directory.embedded.AdminIdentity;

/**
 * Stands between the codec and ApacheDS: every bind is decided by {@link SignIn}, on no thread of
 * ApacheDS's, and whoever has not come through may ask for nothing but the root DSE and the schema.
 */
final class Door extends IoFilterAdapter {
  private final Parts parts;

  /**
   * What all connections share.
   *
   * @param base what everything is kept under
   */
  record Parts(
      LdapServer server, AdminIdentity admins, SignIn signIn, LiveSessions sessions, Dn base) {}

  Door(Parts parts) {
    this.parts = parts;
  }

  @Override
  public void messageReceived(NextFilter next, IoSession session, Object message) {
    connection(session).receive(next, message);
  }

  private AdminConnection connection(IoSession session) {
    if (session.getAttribute(Door.class) instanceof AdminConnection known) {
      return known;
    }
    AdminConnection first = new AdminConnection(session, parts);
    return session.setAttributeIfAbsent(Door.class, first) instanceof AdminConnection known
        ? known
        : first;
  }

  @Override
  public void sessionClosed(NextFilter next, IoSession session) {
    if (session.removeAttribute(Door.class) instanceof AdminConnection known) {
      known.closed();
    }
    next.sessionClosed(session);
  }
}
