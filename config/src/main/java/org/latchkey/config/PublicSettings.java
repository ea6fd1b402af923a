// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.config;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How people and their clients reach the server from outside; set-up files, links and DNS records
 * are made of it.
 *
 * @param host the server's DNS name; empty means the machine's own
 * @param domain the mail domain, the part of an address after the at sign; empty means the host
 *     without its first label, or all of it where no dot would be left
 * @param profileCertificate a PEM file with the chain that Apple profiles are signed with, the
 *     signer's own certificate first; needs {@code profileKey}, and empty means unsigned
 * @param profileKey a PEM file with that certificate's private key
 * @param ports where they are other than the listeners' own
 */
public record PublicSettings(
    Optional<String> host,
    Optional<String> domain,
    Optional<Path> profileCertificate,
    Optional<Path> profileKey,
    PublicPorts ports) {
  private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
  // RFC 1123 section 2.1; a last label of digits only would be an IP address.
  private static final Pattern DNS_NAME =
      Pattern.compile("(?=.{1,253}$)(?:" + LABEL + "\\.)*(?![0-9]+$)" + LABEL);

  public PublicSettings {
    new Check()
        .that(host.isEmpty() || isDnsName(host.get()), "must be a DNS name", "host")
        .that(domain.isEmpty() || isDnsName(domain.get()), "must be a DNS name", "domain")
        .that(
            profileCertificate.isEmpty() || profileKey.isPresent(),
            "needs \"profile-key\" beside it",
            "profile-certificate",
            "profile-key")
        .that(
            profileKey.isEmpty() || profileCertificate.isPresent(),
            "needs \"profile-certificate\" beside it",
            "profile-key",
            "profile-certificate")
        .done();
  }

  /** What holds where the settings file says nothing. */
  public static PublicSettings defaults() {
    return new PublicSettings(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        PublicPorts.defaults());
  }

  private static boolean isDnsName(String text) {
    return DNS_NAME.matcher(text).matches();
  }
}
