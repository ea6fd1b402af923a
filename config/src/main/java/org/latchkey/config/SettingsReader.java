// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.config;

import java.nio.file.Path;
import org.tomlj.TomlTable;

/** Makes the settings out of the file's tables. */
final class SettingsReader {
  private final NearbyFiles files;

  /**
   * A reader for one file.
   *
   * @param file what relative paths are beside
   */
  SettingsReader(Path file) {
    this.files = new NearbyFiles(file);
  }

  /** The settings, with the default for whatever is absent or has a problem. */
  Settings read(TomlTable toml, Problems problems, KnownKeys known) {
    Table root = Table.root(toml, problems, known);
    UpstreamsReader upstreams = new UpstreamsReader(files);
    Settings settings =
        new Settings(
            directory(root.table("directory")),
            DoorsReader.listeners(root.table("listeners")),
            DoorsReader.publicly(root.table("public"), files),
            tls(root.table("tls")),
            network(root.table("network")),
            appPasswords(root.table("app-passwords")),
            primaryPasswords(root.table("primary-passwords")),
            signIn(root.table("sign-in")),
            portal(root.table("portal")),
            notices(root.table("notices")),
            upstreams.mail(root.table("upstream")),
            upstreams.dav(root.table("dav")),
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

  private TlsSettings tls(Table t) {
    return t.make(
        () -> new TlsSettings(files.pem(t, "certificate"), files.pem(t, "key")),
        TlsSettings.defaults());
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

  private static PortalSettings portal(Table t) {
    PortalSettings d = PortalSettings.defaults();
    return t.make(
        () ->
            new PortalSettings(
                t.bool("enabled", d.enabled()),
                t.duration("idle-limit", d.idleLimit()),
                t.duration("absolute-limit", d.absoluteLimit())),
        d);
  }

  private NoticesSettings notices(Table t) {
    NoticesSettings d = NoticesSettings.defaults();
    return t.make(
        () ->
            new NoticesSettings(
                t.parsed("host", "a host name or an IP address", host -> host),
                t.integer("port", d.port()),
                t.choice("tls", UpstreamTls.class, d.tls()),
                files.pem(t, "ca"),
                t.parsed("user", "a user name", name -> name),
                t.parsed("password-file", "the name of a file", files::beside),
                t.parsed("from", "a mail address", from -> from)),
        d);
  }

  private static TokenSettings tokens(Table t) {
    TokenSettings d = TokenSettings.defaults();
    return t.make(
        () ->
            new TokenSettings(t.string("issuer", d.issuer()), t.duration("lifetime", d.lifetime())),
        d);
  }

  private static LogSettings log(Table t) {
    LogSettings d = LogSettings.defaults();
    return t.make(
        () -> new LogSettings(t.string("level", d.level()), t.strings("loggers", d.loggers())), d);
  }

  private static AuditSettings audit(Table t) {
    AuditSettings d = AuditSettings.defaults();
    return t.make(
        () ->
            new AuditSettings(
                t.string("file", d.file()),
                t.string("sign-ins-file", d.signInsFile()),
                t.duration("keep", d.keep()),
                t.integer("max-mib", d.maxMib()),
                t.integer("sign-ins-max-mib", d.signInsMaxMib())),
        d);
  }

  private static ShutdownSettings shutdown(Table t) {
    ShutdownSettings d = ShutdownSettings.defaults();
    return t.make(() -> new ShutdownSettings(t.duration("grace", d.grace())), d);
  }
}
