// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.ldap;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.latchkey.adapters.net.Connection;
import org.latchkey.adapters.net.Farewell;
import org.latchkey.adapters.net.Protocol;
import org.latchkey.core.session.LiveSessions;
import org.latchkey.core.signin.SignIn;

/**
 * The user-facing LDAP port: simple bind and SASL PLAIN with an app password, StartTLS, WhoAmI, and
 * search and compare of the bound account's own entry. Nothing can be changed here.
 */
public final class LdapProtocol implements Protocol {
  private final LdapSession.Parts parts;

  /**
   * @param baseDn what everything is kept under
   * @throws IllegalArgumentException when that isn't a DN
   */
  public LdapProtocol(SignIn signIn, LiveSessions sessions, String baseDn) {
    BindNames names = new BindNames(baseDn);
    parts = new LdapSession.Parts(signIn, sessions, new BindDialogue(names), names.base(), baseDn);
  }

  @Override
  public void start(Connection connection) {
    connection.channel().pipeline().addLast(new LdapHandler(connection, parts));
  }

  @Override
  public ByteBuf farewell(Farewell why, ByteBufAllocator allocator) {
    ResultCode code =
        switch (why) {
          case TOO_MANY_CONNECTIONS, TOO_MUCH_PENDING, TOO_MANY_COMMANDS -> ResultCode.BUSY;
          case SIGN_IN_DEADLINE, IDLE, STOPPING -> ResultCode.UNAVAILABLE;
        };
    return Answer.disconnection(code, allocator);
  }
}
