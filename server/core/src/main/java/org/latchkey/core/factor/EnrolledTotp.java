// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.factor;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.latchkey.core.password.SealedSecret;

/**
 * An account's TOTP secret (RFC 6238). Stored is {@code lastStep {SEAL1}…}.
 *
 * @param secret sealed for the account
 * @param lastStep the time step of the last code that was taken: only later ones are good, so that
 *     each code is good once (RFC 6238 §5.2)
 */
public record EnrolledTotp(SealedSecret secret, long lastStep) {
  private static final Pattern STORED = Pattern.compile("(\\d{1,18}) (\\S+)");

  /** What this stored text says; empty when it is malformed, which the caller logs. */
  public static Optional<EnrolledTotp> parse(String stored) {
    Matcher parts = STORED.matcher(stored);
    return parts.matches()
        ? SealedSecret.parse(parts.group(2))
            .map(secret -> new EnrolledTotp(secret, Long.parseLong(parts.group(1))))
        : Optional.empty();
  }

  /** The text that is stored. */
  public String stored() {
    return lastStep + " " + secret.stored();
  }
}
