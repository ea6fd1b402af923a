// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.session;

import com.github.benmanes.caffeine.cache.Ticker;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * The challenges that passkeys may answer, each once: some, for each page of a session asks for an
 * answer to its own. Safe for use by many threads.
 */
final class Challenges {
  /** How long one is good, which is longer than a browser waits for its person. */
  static final Duration GOOD = Duration.ofMinutes(15);

  /** How many are kept; the oldest go. */
  static final int MOST = 4;

  private final Ticker ticker;
  private final Deque<Challenge> waiting = new ArrayDeque<>(MOST);

  private static final class Challenge {
    final byte[] octets;
    final long madeNanos;

    Challenge(byte[] octets, long madeNanos) {
      this.octets = octets;
      this.madeNanos = madeNanos;
    }
  }

  Challenges(Ticker ticker) {
    this.ticker = ticker;
  }

  synchronized void add(byte[] octets) {
    if (waiting.size() == MOST) {
      waiting.removeFirst();
    }
    waiting.addLast(new Challenge(octets.clone(), ticker.read()));
  }

  /** Whether this is one of them, and is still good; it is none of them from then on. */
  synchronized boolean take(byte[] octets) {
    for (Iterator<Challenge> all = waiting.iterator(); all.hasNext(); ) {
      Challenge each = all.next();
      if (MessageDigest.isEqual(each.octets, octets)) {
        all.remove();
        return ticker.read() - each.madeNanos <= GOOD.toNanos();
      }
    }
    return false;
  }
}
