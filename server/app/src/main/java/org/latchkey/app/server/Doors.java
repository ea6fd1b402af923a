// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.server;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import org.latchkey.adapters.dav.DavServer;
import org.latchkey.adapters.dav.gateway.Routes;
import org.latchkey.adapters.dav.gateway.UpstreamIdentities;
import org.latchkey.adapters.imap.ImapProtocol;
import org.latchkey.adapters.ldap.LdapProtocol;
import org.latchkey.adapters.net.Listeners;
import org.latchkey.adapters.net.Protocol;
import org.latchkey.adapters.net.Security;
import org.latchkey.adapters.net.TlsMaterial;
import org.latchkey.adapters.net.Transport;
import org.latchkey.adapters.smtp.SmtpProtocol;
import org.latchkey.config.ListenerSettings;
import org.latchkey.config.ListenersSettings;
import org.latchkey.config.Settings;
import org.latchkey.core.session.LiveSessions;
import org.latchkey.core.signin.SignIn;

/** Every port that mail, contacts, calendar and LDAP clients come through. */
final class Doors implements AutoCloseable {
  private final Transport transport;
  private final TlsMaterial tls;
  private final Listeners listeners;
  private final Vertx vertx;
  private final DavServer dav;
  private final ListenersSettings settings;
  private final SignIn signIn;
  private final LiveSessions sessions;
  private final String base;

  Doors(Settings settings, Path certificate, Path key, SignIn signIn, LiveSessions sessions)
      throws StartException {
    this.settings = settings.listeners();
    this.signIn = signIn;
    this.sessions = sessions;
    this.base = settings.directory().base();
    try {
      tls = new TlsMaterial(certificate, key);
    } catch (IOException e) {
      throw new StartException("the certificate can't be used: " + e.getMessage(), e);
    }
    transport = Transport.open();
    listeners = new Listeners(transport, tls, settings.network());
    vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    dav =
        new DavServer(
            new DavServer.Parts(vertx, signIn, sessions, settings.network(), routes(settings)),
            new DavServer.Tls(certificate, key));
  }

  private static Routes routes(Settings settings) {
    return Routes.of(settings.dav(), UpstreamIdentities::of);
  }

  /** What the HTTP servers run on. */
  Vertx vertx() {
    return vertx;
  }

  /** How many mail and LDAP connections are open. */
  int connections() {
    return listeners.connections();
  }

  /**
   * Opens the ports.
   *
   * @param adminLdap the admin port that is open already
   * @param health the health port that is open already
   */
  Ports open(int adminLdap, int health) throws StartException {
    Protocol imap = new ImapProtocol(signIn, sessions);
    Protocol smtp = new SmtpProtocol(signIn, sessions, hostName());
    Protocol ldap = new LdapProtocol(signIn, sessions, base);
    try {
      return new Ports(
          bind("imap", settings.imap(), Security.STARTTLS, imap),
          bind("imaps", settings.imaps(), Security.IMPLICIT_TLS, imap),
          bind("submission", settings.submission(), Security.STARTTLS, smtp),
          bind("submissions", settings.submissions(), Security.IMPLICIT_TLS, smtp),
          settings.https().enabled() ? dav.start(settings.https()).getPort() : 0,
          bind("ldap", settings.ldap(), Security.STARTTLS, ldap),
          bind("ldaps", settings.ldaps(), Security.IMPLICIT_TLS, ldap),
          adminLdap,
          health);
    } catch (UncheckedIOException | IllegalStateException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new StartException(e.getMessage() + ": " + cause.getMessage(), e);
    }
  }

  private int bind(String name, ListenerSettings listener, Security security, Protocol protocol) {
    return listener.enabled() ? listeners.bind(name, listener, security, protocol).getPort() : 0;
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  /** Takes new limits over and serves the certificate that is in the files now. */
  void reload(Settings changed) throws IOException {
    listeners.reconfigure(changed.network());
    tls.reload();
    dav.reloadTls();
  }

  /** Stops accepting; connections stay. */
  void stopAccepting() {
    listeners.close();
  }

  @Override
  public void close() {
    dav.close();
    vertx.close().await();
    transport.close();
    tls.close();
  }
}
