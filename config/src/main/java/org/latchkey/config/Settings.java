// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.config;

/** All that an operator can set, one record for each table of the settings file. */
public record Settings(
    DirectorySettings directory,
    ListenersSettings listeners,
    TlsSettings tls,
    NetworkSettings network,
    AppPasswordSettings appPasswords,
    PrimaryPasswordSettings primaryPasswords,
    SignInSettings signIn,
    UpstreamsSettings upstreams,
    DavSettings dav,
    TokenSettings tokens,
    LogSettings log,
    AuditSettings audit,
    ShutdownSettings shutdown) {

  /** What holds where the settings file says nothing. */
  public static Settings defaults() {
    return new Settings(
        DirectorySettings.defaults(),
        ListenersSettings.defaults(),
        TlsSettings.defaults(),
        NetworkSettings.defaults(),
        AppPasswordSettings.defaults(),
        PrimaryPasswordSettings.defaults(),
        SignInSettings.defaults(),
        UpstreamsSettings.defaults(),
        DavSettings.defaults(),
        TokenSettings.defaults(),
        LogSettings.defaults(),
        AuditSettings.defaults(),
        ShutdownSettings.defaults());
  }

  /** The same, with other upstreams. */
  public Settings withUpstreams(UpstreamsSettings others) {
    return new Settings(
        directory,
        listeners,
        tls,
        network,
        appPasswords,
        primaryPasswords,
        signIn,
        others,
        dav,
        tokens,
        log,
        audit,
        shutdown);
  }

  /** The same, with other contacts and calendar servers. */
  public Settings withDav(DavSettings others) {
    return new Settings(
        directory,
        listeners,
        tls,
        network,
        appPasswords,
        primaryPasswords,
        signIn,
        upstreams,
        others,
        tokens,
        log,
        audit,
        shutdown);
  }
}
