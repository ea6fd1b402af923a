// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.config;

/** Makes settings that are as others, but for the tables that its methods are named after. */
public final class SettingsBuilder {
  private final Settings others;
  private DirectorySettings directory;
  private ListenersSettings listeners;
  private PublicSettings publicly;
  private TlsSettings tls;
  private NetworkSettings network;
  private PrimaryPasswordSettings primaryPasswords;
  private SignInSettings signIn;
  private NoticesSettings notices;
  private UpstreamsSettings upstreams;
  private DavSettings dav;
  private LogSettings log;
  private ShutdownSettings shutdown;

  SettingsBuilder(Settings others) {
    this.others = others;
    directory = others.directory();
    listeners = others.listeners();
    publicly = others.publicly();
    tls = others.tls();
    network = others.network();
    primaryPasswords = others.primaryPasswords();
    signIn = others.signIn();
    notices = others.notices();
    upstreams = others.upstreams();
    dav = others.dav();
    log = others.log();
    shutdown = others.shutdown();
  }

  public SettingsBuilder directory(DirectorySettings table) {
    directory = table;
    return this;
  }

  public SettingsBuilder listeners(ListenersSettings table) {
    listeners = table;
    return this;
  }

  public SettingsBuilder publicly(PublicSettings table) {
    publicly = table;
    return this;
  }

  public SettingsBuilder tls(TlsSettings table) {
    tls = table;
    return this;
  }

  public SettingsBuilder network(NetworkSettings table) {
    network = table;
    return this;
  }

  public SettingsBuilder primaryPasswords(PrimaryPasswordSettings table) {
    primaryPasswords = table;
    return this;
  }

  public SettingsBuilder signIn(SignInSettings table) {
    signIn = table;
    return this;
  }

  public SettingsBuilder notices(NoticesSettings table) {
    notices = table;
    return this;
  }

  public SettingsBuilder upstreams(UpstreamsSettings table) {
    upstreams = table;
    return this;
  }

  public SettingsBuilder dav(DavSettings table) {
    dav = table;
    return this;
  }

  public SettingsBuilder log(LogSettings table) {
    log = table;
    return this;
  }

  public SettingsBuilder shutdown(ShutdownSettings table) {
    shutdown = table;
    return this;
  }

  /** The settings. */
  public Settings build() {
    return new Settings(
        directory,
        listeners,
        publicly,
        tls,
        network,
        others.appPasswords(),
        primaryPasswords,
        signIn,
        others.portal(),
        notices,
        upstreams,
        dav,
        others.tokens(),
        log,
        others.audit(),
        shutdown);
  }
}
