// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.password;

import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A secret as it is stored where it has to be read again: <code>{SEAL1}kid$base64</code>, encrypted
 * under a key made of the pepper named {@code kid}. Bound to the account, so that it can't be moved
 * to another. {@link SealedSecrets} opens it.
 */
public final class SealedSecret {
  private static final String SCHEME = "{SEAL1}";
  private static final Pattern STORED =
      Pattern.compile("\\{SEAL1}([A-Za-z0-9._-]{1,32})\\$([A-Za-z0-9+/]+={0,2})");

  private final String kid;
  private final byte[] octets;

  SealedSecret(String kid, byte[] octets) {
    this.kid = kid;
    this.octets = octets;
  }

  /** The sealed secret in this stored text; empty when it is malformed, which the caller logs. */
  public static Optional<SealedSecret> parse(String stored) {
    Matcher parts = STORED.matcher(stored);
    if (!parts.matches()) {
      return Optional.empty();
    }
    try {
      byte[] octets = Base64.getDecoder().decode(parts.group(2));
      return Optional.of(new SealedSecret(parts.group(1), octets));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  /** The text that is stored. */
  public String stored() {
    return SCHEME + kid + "$" + Base64.getEncoder().encodeToString(octets);
  }

  /** The id of the pepper it was sealed under. */
  String kid() {
    return kid;
  }

  /** Nonce, ciphertext and authentication tag; not to be changed. */
  byte[] octets() {
    return octets;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SealedSecret sealed
        && sealed.kid.equals(kid)
        && Arrays.equals(sealed.octets, octets);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(octets);
  }

  @Override
  public String toString() {
    return "SealedSecret[" + kid + "]";
  }
}
