// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.net;

import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import java.security.SecureRandom;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The keys that session tickets are sealed with (RFC 5077 §4): a new one every few hours, so that a
 * stolen one opens little; the one before it still opens its tickets. Belongs to whoever locks.
 */
final class TicketKeys {
  private static final long RENEWED_AFTER_NANOS = Duration.ofHours(6).toNanos();

  private final SecureRandom random = new SecureRandom();
  private OpenSslSessionTicketKey current = fresh();
  private @Nullable OpenSslSessionTicketKey previous;
  private long madeNanos = System.nanoTime();

  /** Whether the current key is due to be replaced. */
  boolean isStale(long nowNanos) {
    return nowNanos - madeNanos > RENEWED_AFTER_NANOS;
  }

  void renew(long nowNanos) {
    previous = current;
    current = fresh();
    madeNanos = nowNanos;
  }

  void giveTo(OpenSslSessionContext sessions) {
    if (previous == null) {
      sessions.setTicketKeys(current);
    } else {
      sessions.setTicketKeys(current, previous);
    }
  }

  private OpenSslSessionTicketKey fresh() {
    return new OpenSslSessionTicketKey(
        octets(OpenSslSessionTicketKey.NAME_SIZE),
        octets(OpenSslSessionTicketKey.HMAC_KEY_SIZE),
        octets(OpenSslSessionTicketKey.AES_KEY_SIZE));
  }

  private byte[] octets(int count) {
    byte[] octets = new byte[count];
    random.nextBytes(octets);
    return octets;
  }
}
