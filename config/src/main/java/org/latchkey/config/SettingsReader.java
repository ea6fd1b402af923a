// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.tomlj.TomlTable;

/** Makes the settings out of the file's tables; the one place where the keys are spelled. */
final class SettingsReader {
  private static final String PEM_FILE = "the name of a PEM file";

  private final Path file;

  /**
   * A reader for one file.
   *
   * @param file what relative paths are beside
   */
  SettingsReader(Path file) {
    this.file = file;
  }

  /** The settings, with the default for whatever is absent or has a problem. */
  Settings read(TomlTable toml, Problems problems, KnownKeys known) {
    Table root = Table.root(toml, problems, known);
    Settings settings =
        new Settings(
            directory(root.table("directory")),
            listeners(root.table("listeners")),
            tls(root.table("tls")),
            network(root.table("network")),
            appPasswords(root.table("app-passwords")),
            primaryPasswords(root.table("primary-passwords")),
            signIn(root.table("sign-in")),
            upstreams(root.table("upstream")),
            dav(root.table("dav")),
            tokens(root.table("tokens")),
            log(root.table("log")),
            audit(root.table("audit")),
            shutdown(root.table("shutdown")));
    root.rejectUnknown();
    return settings;
  }

  private static DirectorySettings directory(Table t) {
    DirectorySettings d = DirectorySettings.defaults();
    return t.make(
        () ->
            new DirectorySettings(
                t.string("base", d.base()),
                t.integer("map-size-gib", d.mapSizeGib()),
                t.integer("cached-accounts", d.cachedAccounts())),
        d);
  }

  private static ListenersSettings listeners(Table t) {
    ListenersSettings d = ListenersSettings.defaults();
    return t.make(
        () ->
            new ListenersSettings(
                listener(t.table("imap"), d.imap()),
                listener(t.table("imaps"), d.imaps()),
                listener(t.table("submission"), d.submission()),
                listener(t.table("submissions"), d.submissions()),
                listener(t.table("pop3"), d.pop3()),
                listener(t.table("pop3s"), d.pop3s()),
                listener(t.table("sieve"), d.sieve()),
                listener(t.table("https"), d.https()),
                listener(t.table("ldap"), d.ldap()),
                listener(t.table("ldaps"), d.ldaps()),
                listener(t.table("admin-ldap"), d.adminLdap()),
                listener(t.table("health"), d.health())),
        d);
  }

  private static ListenerSettings listener(Table t, ListenerSettings d) {
    return t.make(
        () ->
            new ListenerSettings(
                t.bool("enabled", d.enabled()),
                t.string("address", d.address()),
                t.integer("port", d.port())),
        d);
  }

  private TlsSettings tls(Table t) {
    return t.make(
        () ->
            new TlsSettings(
                t.parsed("certificate", PEM_FILE, this::beside),
                t.parsed("key", PEM_FILE, this::beside)),
        TlsSettings.defaults());
  }

  private Path beside(String name) {
    if (name.isBlank()) {
      throw new IllegalArgumentException("must be the name of a file, not empty");
    }
    return file.resolveSibling(name);
  }

  private static NetworkSettings network(Table t) {
    NetworkSettings d = NetworkSettings.defaults();
    return t.make(
        () ->
            new NetworkSettings(
                t.networks("cleartext-sign-in", d.cleartextSignIn()),
                t.networks("proxy-protocol", d.proxyProtocol()),
                t.integer("max-connections", d.maxConnections()),
                t.integer("max-connections-per-address", d.maxConnectionsPerAddress()),
                t.duration("sign-in-deadline", d.signInDeadline()),
                t.integer("max-pending-kib", d.maxPendingKib()),
                t.duration("idle-timeout", d.idleTimeout())),
        d);
  }

  private DavSettings dav(Table t) {
    return t.make(
        () ->
            new DavSettings(
                t.parsed("well-known-carddav", "a path", path -> path),
                t.parsed("well-known-caldav", "a path", path -> path),
                t.tables("routes", this::davRoute)),
        DavSettings.defaults());
  }

  /** Empty where the route has a problem. */
  private Optional<DavRouteSettings> davRoute(Table t) {
    DavRouteSettings d = DavRouteSettings.defaults(URI.create("http://127.0.0.1/"));
    return t.make(
        () ->
            Optional.of(
                new DavRouteSettings(
                    t.string("path", d.path()),
                    t.parsed("url", "a URL", URI::create).orElse(URI.create("")),
                    t.choices("services", DavService.class, d.services()),
                    t.choice("sign-in", DavSignIn.class, d.signIn()),
                    t.string("user", d.user()),
                    t.string("user-header", d.userHeader()),
                    t.parsed("ca", PEM_FILE, this::beside),
                    t.duration("connect-timeout", d.connectTimeout()),
                    t.duration("answer-timeout", d.answerTimeout()),
                    t.integer("max-connections", d.maxConnections()))),
        Optional.empty());
  }

  private static AppPasswordSettings appPasswords(Table t) {
    AppPasswordSettings d = AppPasswordSettings.defaults();
    return t.make(() -> new AppPasswordSettings(t.integer("max-active", d.maxActive())), d);
  }

  private static PrimaryPasswordSettings primaryPasswords(Table t) {
    PrimaryPasswordSettings d = PrimaryPasswordSettings.defaults();
    return t.make(
        () ->
            new PrimaryPasswordSettings(
                t.integer("argon2-memory-kib", d.argon2MemoryKib()),
                t.integer("argon2-iterations", d.argon2Iterations()),
                t.integer("argon2-parallelism", d.argon2Parallelism()),
                t.integer("min-length", d.minLength())),
        d);
  }

  private static SignInSettings signIn(Table t) {
    SignInSettings d = SignInSettings.defaults();
    return t.make(
        () ->
            new SignInSettings(
                t.duration("refusal-delay", d.refusalDelay()),
                t.duration("max-refusal-delay", d.maxRefusalDelay()),
                t.integer("max-held-refusals", d.maxHeldRefusals()),
                t.integer("max-held-refusals-per-source", d.maxHeldRefusalsPerSource()),
                t.duration("last-use-interval", d.lastUseInterval())),
        d);
  }

  private UpstreamsSettings upstreams(Table t) {
    UpstreamsSettings d = UpstreamsSettings.defaults();
    return t.make(
        () ->
            new UpstreamsSettings(
                upstream(t.table("imap"), d.imap()),
                upstream(t.table("pop3"), d.pop3()),
                upstream(t.table("sieve"), d.sieve()),
                upstream(t.table("smtp"), d.smtp())),
        d);
  }

  private UpstreamSettings upstream(Table t, UpstreamSettings d) {
    return t.make(
        () ->
            new UpstreamSettings(
                t.parsed("host", "a host name or an IP address", host -> host),
                t.integer("port", d.port()),
                t.choice("tls", UpstreamTls.class, d.tls()),
                t.parsed("ca", PEM_FILE, this::beside),
                upstreamSignIn(t, d.signIn()),
                t.choice("announce", Announce.class, d.announce()),
                t.duration("timeout", d.timeout())),
        d);
  }

  private UpstreamSignInSettings upstreamSignIn(Table t, UpstreamSignInSettings d) {
    return t.make(
        () ->
            new UpstreamSignInSettings(
                t.choice("sign-in", UpstreamSignIn.class, d.how()),
                t.string("user", d.user()),
                t.parsed("master-user", "a user name", name -> name),
                t.parsed("master-password-file", "the name of a file", this::beside),
                t.choice("master-form", MasterForm.class, d.masterForm())),
        d);
  }

  private static TokenSettings tokens(Table t) {
    TokenSettings d = TokenSettings.defaults();
    return t.make(
        () ->
            new TokenSettings(
                t.string("issuer", d.issuer()),
                t.parsed("audience", "a string", audience -> audience),
                t.duration("lifetime", d.lifetime())),
        d);
  }

  private static LogSettings log(Table t) {
    LogSettings d = LogSettings.defaults();
    return t.make(
        () -> new LogSettings(t.string("level", d.level()), t.strings("loggers", d.loggers())), d);
  }

  private static AuditSettings audit(Table t) {
    AuditSettings d = AuditSettings.defaults();
    return t.make(() -> new AuditSettings(t.string("file", d.file())), d);
  }

  private static ShutdownSettings shutdown(Table t) {
    ShutdownSettings d = ShutdownSettings.defaults();
    return t.make(() -> new ShutdownSettings(t.duration("grace", d.grace())), d);
  }
}
