// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.password;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * What is stored of an app password: <code>{APW1}kid$base64</code>, an HMAC-SHA-256 under the
 * pepper named {@code kid}, over the account's entryUUID and the canonical secret. Bound to the
 * account, so that it can't be moved to another.
 */
public final class Tag {
  private static final String SCHEME = "{APW1}";
  private static final int MAC_BYTES = 32;
  private static final int MAX_KID = 32;

  private final String kid;
  private final byte[] mac;

  Tag(String kid, byte[] mac) {
    this.kid = kid;
    this.mac = mac;
  }

  /** The tag in this stored text; empty when it is malformed, which the caller logs. */
  public static Optional<Tag> parse(String stored) {
    int dollar = stored.indexOf('$');
    if (!stored.startsWith(SCHEME)
        || dollar <= SCHEME.length()
        || dollar > SCHEME.length() + MAX_KID) {
      return Optional.empty();
    }
    try {
      byte[] mac = Base64.getDecoder().decode(stored.substring(dollar + 1));
      return mac.length == MAC_BYTES
          ? Optional.of(new Tag(stored.substring(SCHEME.length(), dollar), mac))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The id of the pepper it was made under. */
  public String kid() {
    return kid;
  }

  /** The text that is stored. */
  public String stored() {
    return SCHEME + kid + "$" + Base64.getEncoder().encodeToString(mac);
  }

  /** Compares in constant time. */
  boolean hasMac(byte[] candidate) {
    return MessageDigest.isEqual(mac, candidate);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tag tag && tag.kid.equals(kid) && MessageDigest.isEqual(tag.mac, mac);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(mac);
  }

  @Override
  public String toString() {
    return "Tag[" + kid + "]";
  }
}
