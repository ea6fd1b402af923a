// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.adminport;

import java.util.Set;
import org.apache.directory.api.ldap.extras.extended.gracefulShutdown.GracefulShutdownRequest;
import org.apache.directory.api.ldap.extras.extended.gracefulShutdown.GracefulShutdownResponse;
import org.apache.directory.api.ldap.extras.extended.gracefulShutdown.GracefulShutdownResponseImpl;
import org.apache.directory.api.ldap.model.message.ResultCodeEnum;
import org.apache.directory.server.ldap.ExtendedOperationHandler;
import org.apache.directory.server.ldap.LdapServer;
import org.apache.directory.server.ldap.LdapSession;
import org.latchkey.directory.rules.Admins;

/** ApacheDS's graceful-shutdown operation: an admin asks the whole server to drain and stop. */
final class ShutdownHandler
    implements ExtendedOperationHandler<GracefulShutdownRequest, GracefulShutdownResponse> {
  private final Admins admins;
  private final Runnable stop;

  ShutdownHandler(Admins admins, Runnable stop) {
    this.admins = admins;
    this.stop = stop;
  }

  @Override
  public String getOid() {
    return GracefulShutdownRequest.EXTENSION_OID;
  }

  @Override
  public Set<String> getExtensionOids() {
    return Set.of(GracefulShutdownRequest.EXTENSION_OID);
  }

  @Override
  public void setLdapServer(LdapServer server) {}

  @Override
  public void handleExtendedOperation(LdapSession session, GracefulShutdownRequest request) {
    boolean admin = admins.isAdmin(session.getCoreSession());
    ResultCodeEnum code =
        admin ? ResultCodeEnum.SUCCESS : ResultCodeEnum.INSUFFICIENT_ACCESS_RIGHTS;
    session.getIoSession().write(new GracefulShutdownResponseImpl(request.getMessageId(), code));
    if (admin) {
      stop.run();
    }
  }
}
