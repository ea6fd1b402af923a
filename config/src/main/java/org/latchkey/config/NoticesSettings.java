// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The SMTP relay that notices to people go through. Without a host there are none.
 *
 * @param host its name or IP address
 * @param port 1 to 65535
 * @param ca a PEM file with the certificates that vouch for it; empty means the system's
 * @param user whom the server signs in to it as; needs {@code passwordFile}, and empty means not at
 *     all
 * @param passwordFile a file that holds the user's password
 * @param from the address that notices are from; needed where there is a host
 */
public record NoticesSettings(
    Optional<String> host,
    int port,
    UpstreamTls tls,
    Optional<Path> ca,
    Optional<String> user,
    Optional<Path> passwordFile,
    Optional<String> from) {
  public NoticesSettings {
    new Check()
        .that(
            host.isEmpty() || host.get().matches("[A-Za-z0-9._:-]{1,253}"),
            "must be a host name or an IP address",
            "host")
        .that(host.isEmpty() || from.isPresent(), "needs \"from\" beside it", "host", "from")
        .range("port", port, 1, 65_535)
        .that(
            user.isEmpty() || passwordFile.isPresent(),
            "needs \"password-file\" beside it",
            "user",
            "password-file")
        .that(
            passwordFile.isEmpty() || user.isPresent(),
            "needs \"user\" beside it",
            "password-file",
            "user")
        .that(
            from.isEmpty() || from.get().matches("[A-Za-z0-9._%+=-]{1,64}@[A-Za-z0-9.-]{1,253}"),
            "must be a mail address such as latchkey@example.org",
            "from")
        .done();
  }

  /** What holds where the settings file says nothing. */
  public static NoticesSettings defaults() {
    return new NoticesSettings(
        Optional.empty(),
        25,
        UpstreamTls.STARTTLS,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** Whether people are told by mail of changes to their accounts. */
  public boolean enabled() {
    return host.isPresent();
  }
}
