// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.adminport;

import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.apache.directory.api.ldap.extras.extended.startTls.StartTlsRequest;
import org.apache.directory.api.ldap.extras.extended.startTls.StartTlsResponse;
import org.apache.directory.api.ldap.extras.extended.startTls.StartTlsResponseImpl;
import org.apache.directory.api.ldap.model.message.ExtendedRequest;
import org.apache.directory.api.ldap.model.message.ResultCodeEnum;
import org.apache.directory.server.ldap.LdapServer;
import org.apache.directory.server.ldap.LdapSession;
import org.apache.directory.server.ldap.handlers.extended.StartTlsFilter;
import org.apache.directory.server.ldap.handlers.extended.StartTlsHandler;
import org.apache.mina.core.filterchain.IoFilterChain;
import org.apache.mina.filter.ssl.SslFilter;
import org.jspecify.annotations.Nullable;

/**
 * StartTLS (RFC 4511 §4.14). ApacheDS's own handler shows a context that isn't ready while a
 * certificate is taken over, and loses the connections that ask just then; this one shows the one
 * before until the next is ready. It is of that handler's class, which ApacheDS looks for.
 */
final class SafeStartTlsHandler extends StartTlsHandler {
  private final List<String> versions;
  private volatile @Nullable SSLContext context;

  SafeStartTlsHandler(List<String> versions) {
    this.versions = List.copyOf(versions);
  }

  /** Called at the start, and again when the server's key store has been read again. */
  @Override
  public void setLdapServer(LdapServer server) {
    try {
      context = TlsOnConnect.context(server);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the certificate can't be used", e);
    }
  }

  @Override
  public void handleExtendedOperation(LdapSession session, ExtendedRequest request) {
    IoFilterChain chain = session.getIoSession().getFilterChain();
    StartTlsResponse response = new StartTlsResponseImpl(request.getMessageId());
    response.setResponseName(StartTlsRequest.EXTENSION_OID);
    response.getLdapResult().setResultCode(ResultCodeEnum.SUCCESS);
    if (chain.contains(TlsOnConnect.SSL_FILTER)) {
      response.getLdapResult().setResultCode(ResultCodeEnum.OPERATIONS_ERROR);
      response.getLdapResult().setDiagnosticMessage("TLS is up already");
    } else {
      SslFilter filter = new SslFilter(context);
      filter.setEnabledProtocols(versions.toArray(String[]::new));
      // It lets the response itself through in clear.
      chain.addFirst("startTls", new StartTlsFilter());
      chain.addFirst(TlsOnConnect.SSL_FILTER, filter);
    }
    session.getIoSession().write(response);
  }
}
