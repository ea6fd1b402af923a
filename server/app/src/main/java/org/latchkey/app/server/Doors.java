// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.server;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.latchkey.adapters.dav.DavServer;
import org.latchkey.adapters.dav.Site;
import org.latchkey.adapters.dav.gateway.RouteCredentials;
import org.latchkey.adapters.dav.gateway.Routes;
import org.latchkey.adapters.dav.http.Authority;
import org.latchkey.adapters.imap.ImapProtocol;
import org.latchkey.adapters.ldap.LdapProtocol;
import org.latchkey.adapters.net.Limits;
import org.latchkey.adapters.net.Listeners;
import org.latchkey.adapters.net.Protocol;
import org.latchkey.adapters.net.Security;
import org.latchkey.adapters.net.TlsMaterial;
import org.latchkey.adapters.net.Transport;
import org.latchkey.adapters.pop3.Pop3Protocol;
import org.latchkey.adapters.relay.Upstream;
import org.latchkey.adapters.sieve.SieveProtocol;
import org.latchkey.adapters.signin.SignInHandler;
import org.latchkey.adapters.smtp.SmtpProtocol;
import org.latchkey.config.ListenerSettings;
import org.latchkey.config.ListenersSettings;
import org.latchkey.config.PublicSettings;
import org.latchkey.config.Settings;
import org.latchkey.core.audit.Audit;
import org.latchkey.core.password.SealedSecrets;
import org.latchkey.core.session.LiveSessions;
import org.latchkey.core.signin.SignIn;
import org.latchkey.core.token.TokenSigner;

/** Every port that mail, contacts, calendar and LDAP clients come through. */
final class Doors implements AutoCloseable {
  private final Transport transport;
  private final TlsMaterial tls;
  private final Limits limits;
  private final Listeners listeners;
  private final DavServer dav;
  private final Optional<DavServer> portal;
  private final ListenersSettings settings;
  private final PublicSettings publicly;
  private final SignIn signIn;
  private final LiveSessions sessions;
  private final String base;
  private final MailUpstreams upstreams;

  /** What the doors are made with. */
  record Parts(
      Path certificate,
      Path key,
      SignIn signIn,
      LiveSessions sessions,
      SealedSecrets seals,
      TokenSigner tokens,
      Audit audit,
      Limits limits,
      Vertx vertx,
      Optional<PortalDoor> portal) {}

  Doors(Settings settings, Parts parts) throws StartException {
    Path certificate = parts.certificate();
    Path key = parts.key();
    this.settings = settings.listeners();
    this.publicly = settings.publicly();
    this.signIn = parts.signIn();
    this.sessions = parts.sessions();
    this.base = settings.directory().base();
    try {
      tls = new TlsMaterial(certificate, key);
    } catch (IOException e) {
      throw new StartException("the certificate can't be used: " + e.getMessage(), e);
    }
    transport = Transport.open();
    upstreams =
        MailUpstreams.of(
            settings.upstreams(),
            new Upstream.Parts(transport, parts.seals(), parts.tokens(), parts.audit()));
    limits = parts.limits();
    listeners = new Listeners(transport, tls, limits);
    DavServer.Tls files = new DavServer.Tls(certificate, key);
    dav =
        new DavServer(
            web(parts, routes(settings, parts), parts.portal().map(PortalDoor::shared)), files);
    portal =
        parts
            .portal()
            .filter(door -> settings.listeners().portal().enabled())
            .map(
                door -> new DavServer(web(parts, Routes.none(), Optional.of(door.alone())), files));
  }

  private static DavServer.Parts web(Parts parts, Routes routes, Optional<Site> site) {
    return new DavServer.Parts(
        parts.vertx(),
        parts.signIn(),
        parts.sessions(),
        parts.limits(),
        routes,
        site.orElse(Site.NONE),
        parts.audit());
  }

  private static Routes routes(Settings settings, Parts parts) {
    RouteCredentials credentials =
        new RouteCredentials(parts.seals(), parts.tokens(), settings.tokens().lifetime());
    PublicSettings outside = settings.publicly();
    Optional<Authority> own =
        outside
            .host()
            .map(host -> new Authority(host.toLowerCase(Locale.ROOT), outside.ports().https()));
    return Routes.of(settings.dav(), credentials::of, parts.tokens().jwkSet(), own);
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
    ImapProtocol imap = new ImapProtocol(parts(upstreams.imap()));
    SmtpProtocol smtp = new SmtpProtocol(parts(upstreams.smtp()), ServerName.of(publicly));
    Pop3Protocol pop3 = new Pop3Protocol(parts(upstreams.pop3()));
    SieveProtocol sieve = new SieveProtocol(parts(upstreams.sieve()));
    imap.learn();
    smtp.learn();
    pop3.learn();
    sieve.learn();
    Protocol ldap = new LdapProtocol(signIn, sessions, base);
    return new Ports(
        bind("imap", settings.imap(), Security.STARTTLS, imap),
        bind("imaps", settings.imaps(), Security.IMPLICIT_TLS, imap),
        bind("submission", settings.submission(), Security.STARTTLS, smtp),
        bind("submissions", settings.submissions(), Security.IMPLICIT_TLS, smtp),
        bind("pop3", settings.pop3(), Security.STARTTLS, pop3, upstreams.pop3()),
        bind("pop3s", settings.pop3s(), Security.IMPLICIT_TLS, pop3, upstreams.pop3()),
        bind("sieve", settings.sieve(), Security.STARTTLS, sieve, upstreams.sieve()),
        web("https", settings.https(), Optional.of(dav)),
        web("portal", settings.portal(), portal),
        bind("ldap", settings.ldap(), Security.STARTTLS, ldap),
        bind("ldaps", settings.ldaps(), Security.IMPLICIT_TLS, ldap),
        adminLdap,
        health);
  }

  private static int web(String name, ListenerSettings listener, Optional<DavServer> server)
      throws StartException {
    return server.isEmpty()
        ? 0
        : Listening.on(name, listener, () -> server.get().start(listener).getPort());
  }

  /** A port that is open only where there is an upstream. */
  private int bind(
      String name,
      ListenerSettings listener,
      Security security,
      Protocol protocol,
      Optional<Upstream> upstream)
      throws StartException {
    return upstream.isPresent() ? bind(name, listener, security, protocol) : 0;
  }

  private int bind(String name, ListenerSettings listener, Security security, Protocol protocol)
      throws StartException {
    return Listening.on(
        name, listener, () -> listeners.bind(name, listener, security, protocol).getPort());
  }

  private SignInHandler.Parts parts(Optional<Upstream> upstream) {
    return new SignInHandler.Parts(signIn, sessions, upstream);
  }

  /** Takes new limits over and serves the certificate that is in the files now. */
  void reload(Settings changed) throws IOException {
    limits.reconfigure(changed.network());
    tls.reload();
    dav.reloadTls();
    portal.ifPresent(DavServer::reloadTls);
  }

  /** Says goodbye on the connections that nobody has signed in on. */
  void dismiss() {
    listeners.dismiss();
  }

  /** Stops accepting; connections stay. */
  void stopAccepting() {
    listeners.close();
  }

  @Override
  public void close() {
    dav.close();
    portal.ifPresent(DavServer::close);
    transport.close();
    upstreams.close();
    tls.close();
  }
}
