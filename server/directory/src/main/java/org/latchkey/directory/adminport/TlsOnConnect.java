// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.adminport;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.apache.directory.server.ldap.LdapServer;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.filter.ssl.SslFilter;

/**
 * Lets one port serve LDAPS too: a connection whose first octet is a TLS record's, and no LDAP
 * message's, goes on in TLS.
 */
final class TlsOnConnect extends IoFilterAdapter {
  static final String NAME = "tlsOnConnect";

  /** The name by which ApacheDS knows that a connection is confidential. */
  static final String SSL_FILTER = "sslFilter";

  private static final byte TLS_HANDSHAKE = 22;

  private final LdapServer server;
  private final List<String> versions;
  private volatile SSLContext context;

  TlsOnConnect(LdapServer server, List<String> versions) throws GeneralSecurityException {
    this.server = server;
    this.versions = versions;
    this.context = context(server);
  }

  /** Serves what the server's key store holds now. */
  void reload() throws GeneralSecurityException {
    context = context(server);
  }

  /** A context, ready for use, of what the server's key store holds. */
  static SSLContext context(LdapServer server) throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(server.getKeyManagerFactory().getKeyManagers(), null, new SecureRandom());
    return context;
  }

  @Override
  public void messageReceived(NextFilter next, IoSession session, Object message) {
    boolean first = session.setAttributeIfAbsent(TlsOnConnect.class, true) == null;
    if (first
        && message instanceof IoBuffer octets
        && octets.hasRemaining()
        && octets.get(octets.position()) == TLS_HANDSHAKE) {
      SslFilter filter = new SslFilter(context);
      filter.setEnabledProtocols(versions.toArray(String[]::new));
      session.getFilterChain().addAfter(NAME, SSL_FILTER, filter);
    }
    next.messageReceived(session, message);
  }
}
