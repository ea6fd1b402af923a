// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.factor;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Optional;
import org.latchkey.core.account.AccountId;

/**
 * How fast the codes of an account may be guessed: a few at once, then ever more slowly (RFC 4226
 * §7.3). Whoever guesses has given the primary password already. A browser that is known for the
 * account has guesses of its own, so that whoever stole that password doesn't make the owner wait.
 * An attempt counts as wrong until it is known to be right: attempts at once are no way round.
 */
final class CodeGuesses {
  private static final int FREE = 5;
  private static final Duration FIRST_WAIT = Duration.ofSeconds(30);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);
  private static final Duration KEPT = Duration.ofHours(24);
  private static final int MOST_ACCOUNTS = 100_000;

  private final Ticker ticker;
  private final Cache<Lane, State> states;

  /** Where guesses at an account come from: a browser that is known for it, or elsewhere. */
  record Lane(AccountId account, boolean known) {}

  private record State(int wrong, long notBefore) {}

  CodeGuesses(Ticker ticker) {
    this.ticker = ticker;
    states =
        Caffeine.newBuilder()
            .maximumSize(MOST_ACCOUNTS)
            .expireAfterAccess(KEPT)
            .ticker(ticker)
            .build();
  }

  /**
   * Lets one attempt in, and counts it as wrong.
   *
   * @return how long to wait before the next, when this one may not be looked at
   */
  Optional<Duration> begin(Lane lane) {
    long now = ticker.read();
    long[] wait = {0};
    states
        .asMap()
        .compute(
            lane,
            (same, present) -> {
              int wrong = present == null ? 0 : present.wrong();
              if (present != null && wrong >= FREE && present.notBefore() - now > 0) {
                wait[0] = present.notBefore() - now;
                return present;
              }
              return new State(wrong + 1, now + waitAfter(wrong + 1).toNanos());
            });
    return wait[0] > 0 ? Optional.of(Duration.ofNanos(wait[0])) : Optional.empty();
  }

  private static Duration waitAfter(int wrong) {
    Duration wait = FIRST_WAIT;
    for (int i = FREE; i < wrong && wait.compareTo(LONGEST_WAIT) < 0; i++) {
      wait = wait.multipliedBy(2);
    }
    return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
  }

  /** The attempt was right: the wrong ones are forgotten. */
  void right(Lane lane) {
    states.invalidate(lane);
  }
}
