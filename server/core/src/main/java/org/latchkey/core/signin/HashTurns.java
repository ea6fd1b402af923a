// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.signin;

import com.github.benmanes.caffeine.cache.Ticker;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.latchkey.core.throttle.SprayWatch;
import org.latchkey.core.throttle.Throttle.Source;

/**
 * Whose turn it is to have a password hashed, which is slow by design and so has few places.
 *
 * <p>Attempts from a browser that is known for its account come first, then those that least speaks
 * against ({@link PrimaryAttempts#suspicion}); of equal ones the latest, so that whoever comes
 * while many wait needs not wait for them all. A source has some places, which it keeps until its
 * attempts are answered, and a name may be tried only so often. Waiting is bounded: where there is
 * no room, the one that would come last gives way. Safe for use by many threads; nothing blocks.
 */
final class HashTurns {
  static final int MOST_WAITING = 2_000;
  static final int MOST_WAITING_OF_SOURCE = 32;
  static final int MOST_OF_SOURCE = 8;
  static final int MOST_OF_SUSPECT = 2;

  /** More wrong ones than people mistype. */
  private static final int MISTYPED = 5;

  private static final int KNOWN_WAY = -1;
  private static final long LOOKED_AGAIN_MILLIS = 250;

  private final int places;
  private final PrimaryAttempts attempts;
  private final ScheduledExecutorService timer;
  private final List<Turn> waiting = new ArrayList<>();
  private final Map<Source, Integer> underWay = new HashMap<>();
  private int running;
  private boolean lookingAgain;

  /** One attempt's turn. */
  static final class Turn {
    final PrimaryAttempt attempt;
    final CompletableFuture<Boolean> given = new CompletableFuture<>();
    private int rank;
    private boolean knownWay;

    Turn(PrimaryAttempt attempt) {
      this.attempt = attempt;
    }
  }

  /**
   * @param places how many are hashed at once
   * @param timer looks again after a while where all that wait have to
   */
  HashTurns(int places, SprayWatch sprays, ScheduledExecutorService timer, Ticker ticker) {
    this.places = places;
    this.timer = timer;
    attempts = new PrimaryAttempts(sprays, ticker);
  }

  /**
   * Asks for a turn: it is given by completing it with true; false where there is none. Whoever has
   * it tells when it is {@link #hashed} and then {@link #answered}.
   */
  synchronized Turn ask(PrimaryAttempt attempt) {
    Turn turn = new Turn(attempt);
    turn.rank = rank(turn);
    giveWayInSource(attempt.source());
    if (waiting.size() >= MOST_WAITING) {
      Turn last = last();
      if (last.rank < turn.rank) {
        turn.given.complete(false);
        return turn;
      }
      drop(last);
    }
    waiting.add(turn);
    giveTurns();
    return turn;
  }

  /** Of one source that has too many waiting, the oldest gives way. */
  private void giveWayInSource(Source source) {
    Turn oldest = null;
    int count = 0;
    for (Turn each : waiting) {
      if (each.attempt.source().equals(source)) {
        oldest = oldest == null ? each : oldest;
        count++;
      }
    }
    if (oldest != null && count >= MOST_WAITING_OF_SOURCE) {
      drop(oldest);
    }
  }

  /** The one that would come last: of equal ones the oldest. */
  private Turn last() {
    Turn last = waiting.getFirst();
    for (Turn each : waiting) {
      last = each.rank > last.rank ? each : last;
    }
    return last;
  }

  private void drop(Turn turn) {
    waiting.remove(turn);
    turn.given.complete(false);
  }

  private int rank(Turn turn) {
    turn.knownWay = attempts.isOnKnownWay(turn.attempt);
    return turn.knownWay ? KNOWN_WAY : attempts.suspicion(turn.attempt);
  }

  private void giveTurns() {
    while (running < places) {
      Turn next = null;
      for (Turn each : waiting) {
        each.rank = rank(each);
        if ((next == null || each.rank <= next.rank) && mayGo(each)) {
          next = each;
        }
      }
      if (next == null) {
        lookAgain();
        return;
      }
      waiting.remove(next);
      running++;
      if (!next.knownWay) {
        underWay.merge(next.attempt.source(), 1, Integer::sum);
      }
      attempts.begin(next.attempt);
      if (!next.given.complete(true)) {
        finished(next);
      }
    }
  }

  private boolean mayGo(Turn turn) {
    if (turn.knownWay) {
      return true;
    }
    Source source = turn.attempt.source();
    int most = attempts.ofSource(source) > MISTYPED ? MOST_OF_SUSPECT : MOST_OF_SOURCE;
    return underWay.getOrDefault(source, 0) < most && attempts.waitNanos(turn.attempt) == 0;
  }

  private void finished(Turn turn) {
    running--;
    leave(turn);
  }

  private void leave(Turn turn) {
    if (!turn.knownWay) {
      underWay.computeIfPresent(
          turn.attempt.source(), (source, count) -> count == 1 ? null : count - 1);
    }
  }

  /** Some wait for time to pass. */
  private void lookAgain() {
    if (waiting.isEmpty() || lookingAgain) {
      return;
    }
    try {
      ScheduledFuture<?> _ =
          timer.schedule(this::lookNow, LOOKED_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
      lookingAgain = true;
    } catch (RejectedExecutionException stopping) {
      for (Iterator<Turn> all = waiting.iterator(); all.hasNext(); all.remove()) {
        all.next().given.complete(false);
      }
    }
  }

  private synchronized void lookNow() {
    lookingAgain = false;
    giveTurns();
  }

  /** The hash is computed: another may be. */
  synchronized void hashed(Turn turn, boolean right) {
    running--;
    if (right) {
      attempts.right(turn.attempt);
    }
    giveTurns();
  }

  /** The attempt is answered: its source has its place back. */
  synchronized void answered(Turn turn) {
    leave(turn);
    giveTurns();
  }

  /** Nobody waits for this turn any more; false where it was given just now. */
  synchronized boolean giveUp(Turn turn) {
    waiting.remove(turn);
    return turn.given.complete(false);
  }

  /** How many wait. */
  synchronized int waiting() {
    return waiting.size();
  }
}
