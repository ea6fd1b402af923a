// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.password;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is stored of an app password: <code>{APW1}kid$base64</code>, an HMAC-SHA-256 under the
 * pepper named {@code kid}, over the account's entryUUID and the canonical secret. Bound to the
 * account, so that it can't be moved to another.
 */
public final class Tag {
  private static final String SCHEME = "{APW1}";
  private static final String KID = "[A-Za-z0-9._-]{1,32}";
  private static final Pattern STORED =
      Pattern.compile("\\{APW1}(" + KID + ")\\$([A-Za-z0-9+/]{43}=)");

  private final String kid;
  private final byte[] mac;

  Tag(String kid, byte[] mac) {
    this.kid = kid;
    this.mac = mac;
  }

  /** The tag in this stored text; empty when it is malformed, which the caller logs. */
  public static Optional<Tag> parse(String stored) {
    Matcher parts = STORED.matcher(stored);
    return parts.matches()
        ? Optional.of(new Tag(parts.group(1), Base64.getDecoder().decode(parts.group(2))))
        : Optional.empty();
  }

  /** Whether a pepper can have this id: one that can be read back out of a stored tag. */
  static boolean isKid(String kid) {
    return kid.matches(KID);
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
