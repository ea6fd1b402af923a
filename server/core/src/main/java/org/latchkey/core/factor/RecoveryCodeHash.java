// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.factor;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is stored of a recovery code: <code>{REC1}kid$base64</code>, an HMAC-SHA-256 under a key
 * made of the pepper named {@code kid}, over the account's entryUUID and the code.
 *
 * @param mac base64
 */
public record RecoveryCodeHash(String kid, String mac) {
  private static final Pattern STORED =
      Pattern.compile("\\{REC1}([A-Za-z0-9._-]{1,32})\\$([A-Za-z0-9+/]{43}=)");

  /** The hash in this stored text; empty when it is malformed, which the caller logs. */
  public static Optional<RecoveryCodeHash> parse(String stored) {
    Matcher parts = STORED.matcher(stored);
    return parts.matches()
        ? Optional.of(new RecoveryCodeHash(parts.group(1), parts.group(2)))
        : Optional.empty();
  }

  /** The text that is stored. */
  public String stored() {
    return "{REC1}" + kid + "$" + mac;
  }

  @Override
  public String toString() {
    return "RecoveryCodeHash[" + kid + "]";
  }
}
