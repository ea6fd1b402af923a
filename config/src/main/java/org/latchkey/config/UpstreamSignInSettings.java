// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How connections are signed in to an upstream.
 *
 * @param user the attribute type of an account that is its name there
 * @param masterUser who acts for the accounts; needed for {@link UpstreamSignIn#MASTER}
 * @param masterPasswordFile a file that holds the master user's password; needed likewise
 * @param audience whom tokens for it are for; empty means its service, host and port
 */
public record UpstreamSignInSettings(
    UpstreamSignIn how,
    String user,
    Optional<String> masterUser,
    Optional<Path> masterPasswordFile,
    MasterForm masterForm,
    Optional<String> audience) {
  public UpstreamSignInSettings {
    boolean master = how == UpstreamSignIn.MASTER;
    new Check()
        .that(user.matches("[A-Za-z][A-Za-z0-9-]*"), "must be an attribute type", "user")
        .that(audience.filter(String::isBlank).isEmpty(), "must not be empty", "audience")
        .that(
            !master || masterUser.isPresent(),
            "is \"master\", which needs \"master-user\"",
            "sign-in",
            "master-user")
        .that(
            !master || masterPasswordFile.isPresent(),
            "is \"master\", which needs \"master-password-file\"",
            "sign-in",
            "master-password-file")
        .done();
  }

  /** What holds where the settings file says nothing. */
  public static UpstreamSignInSettings defaults() {
    return new UpstreamSignInSettings(
        UpstreamSignIn.NONE,
        "uid",
        Optional.empty(),
        Optional.empty(),
        MasterForm.AUTHZID,
        Optional.empty());
  }
}
