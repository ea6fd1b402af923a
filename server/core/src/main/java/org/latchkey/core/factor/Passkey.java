// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.factor;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.latchkey.core.text.PercentEncoding;

/**
 * A public key credential of an account (WebAuthn Level 2): a passkey or a security key. Stored is
 * {@code made signatureCount credentialId credentialData label}; nothing in it is secret.
 *
 * @param credentialId base64url without padding
 * @param credentialData the attested credential data (WebAuthn §6.5.1), base64url without padding
 * @param signatureCount the authenticator's counter at its last use; 0 where it keeps none
 * @param label what its owner calls it
 */
public record Passkey(
    String credentialId, String credentialData, long signatureCount, String label, Instant made) {
  /** How many an account may have. */
  public static final int MOST = 10;

  /** ES256, EdDSA and RS256 by their COSE numbers, the preferred one first (RFC 9053, RFC 8812). */
  public static final List<Long> ALGORITHMS = List.of(-7L, -8L, -257L);

  private static final Pattern STORED =
      Pattern.compile("(\\S{1,40}) (\\d{1,10}) ([A-Za-z0-9_-]+) ([A-Za-z0-9_-]+) (.+)");

  /** The passkey in this stored text; empty when it is malformed, which the caller logs. */
  public static Optional<Passkey> parse(String stored) {
    Matcher parts = STORED.matcher(stored);
    if (!parts.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Passkey(
              parts.group(3),
              parts.group(4),
              Long.parseLong(parts.group(2)),
              PercentEncoding.decode(parts.group(5)),
              Instant.parse(parts.group(1))));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** The text that is stored, in ASCII: a directory compares no emoji. */
  public String stored() {
    return String.join(
        " ",
        made.toString(),
        Long.toString(signatureCount),
        credentialId,
        credentialData,
        PercentEncoding.encode(label));
  }

  Passkey withSignatureCount(long count) {
    return new Passkey(credentialId, credentialData, count, label, made);
  }
}
