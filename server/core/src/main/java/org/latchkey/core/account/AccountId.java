// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.account;

import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * The lasting identity of an account: its entry's {@code entryUUID} (RFC 4530), never reused.
 * Throttles, sessions, tags and the audit log are keyed by it, never by a typed name.
 */
public record AccountId(UUID value) {

  /**
   * @throws IllegalArgumentException when the text is no UUID
   */
  public static AccountId of(String entryUuid) {
    return new AccountId(UUID.fromString(entryUuid));
  }

  /** Its 16 octets in network order (RFC 9562 §4), what tags and seals bind an account by. */
  public byte[] octets() {
    return ByteBuffer.allocate(16)
        .putLong(value.getMostSignificantBits())
        .putLong(value.getLeastSignificantBits())
        .array();
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
