// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.config;

/**
 * All that an operator can set, one record for each table of the settings file.
 *
 * @param publicly the table {@code [public]}
 */
public record Settings(
    DirectorySettings directory,
    ListenersSettings listeners,
    PublicSettings publicly,
    TlsSettings tls,
    NetworkSettings network,
    AppPasswordSettings appPasswords,
    PrimaryPasswordSettings primaryPasswords,
    SignInSettings signIn,
    PortalSettings portal,
    NoticesSettings notices,
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
        PublicSettings.defaults(),
        TlsSettings.defaults(),
        NetworkSettings.defaults(),
        AppPasswordSettings.defaults(),
        PrimaryPasswordSettings.defaults(),
        SignInSettings.defaults(),
        PortalSettings.defaults(),
        NoticesSettings.defaults(),
        UpstreamsSettings.defaults(),
        DavSettings.defaults(),
        TokenSettings.defaults(),
        LogSettings.defaults(),
        AuditSettings.defaults(),
        ShutdownSettings.defaults());
  }

  /** Makes settings that are the same, but for some tables. */
  public SettingsBuilder toBuilder() {
    return new SettingsBuilder(this);
  }
}
