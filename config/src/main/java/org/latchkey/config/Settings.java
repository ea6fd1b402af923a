// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.config;

/** All that an operator can set, one record for each table of the settings file. */
public record Settings(
    DirectorySettings directory,
    ListenersSettings listeners,
    TlsSettings tls,
    NetworkSettings network,
    DavSettings dav,
    AppPasswordSettings appPasswords,
    PrimaryPasswordSettings primaryPasswords,
    SignInSettings signIn,
    LogSettings log,
    ShutdownSettings shutdown) {

  /** What holds where the settings file says nothing. */
  public static Settings defaults() {
    return new Settings(
        DirectorySettings.defaults(),
        ListenersSettings.defaults(),
        TlsSettings.defaults(),
        NetworkSettings.defaults(),
        DavSettings.defaults(),
        AppPasswordSettings.defaults(),
        PrimaryPasswordSettings.defaults(),
        SignInSettings.defaults(),
        LogSettings.defaults(),
        ShutdownSettings.defaults());
  }
}
