// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.tomlj.TomlTable;

/** Makes the settings out of the file's tables; the one place where the keys are spelled. */
final class SettingsReader {
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
            dav(root.table("dav")),
            appPasswords(root.table("app-passwords")),
            primaryPasswords(root.table("primary-passwords")),
            signIn(root.table("sign-in")),
            log(root.table("log")),
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
    String wanted = "the name of a PEM file";
    return t.make(
        () ->
            new TlsSettings(
                t.parsed("certificate", wanted, this::beside),
                t.parsed("key", wanted, this::beside)),
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
                t.named("routes", this::davRoute)),
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
                    t.choices("services", DavService.values(), DavService::id, d.services()),
                    t.choice("sign-in", DavSignIn.values(), DavSignIn::id, d.signIn()),
                    t.string("user", d.user()),
                    t.string("user-header", d.userHeader()),
                    t.parsed("ca", "the name of a PEM file", this::beside),
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

  private static LogSettings log(Table t) {
    LogSettings d = LogSettings.defaults();
    return t.make(
        () -> new LogSettings(t.string("level", d.level()), t.strings("loggers", d.loggers())), d);
  }

  private static ShutdownSettings shutdown(Table t) {
    ShutdownSettings d = ShutdownSettings.defaults();
    return t.make(() -> new ShutdownSettings(t.duration("grace", d.grace())), d);
  }
}
