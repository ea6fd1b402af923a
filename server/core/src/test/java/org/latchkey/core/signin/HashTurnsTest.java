// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.latchkey.core.throttle.SprayWatch;
import org.latchkey.core.throttle.Throttle.Source;

final class HashTurnsTest {
  private long nanos;
  private long names;
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final SprayWatch sprays = new SprayWatch(() -> nanos);
  private final HashTurns turns = new HashTurns(1, sprays, timer, () -> nanos);

  @AfterEach
  void stop() {
    timer.shutdownNow();
  }

  private static Source source(int number) {
    return Source.of(
        InetAddress.ofLiteral(
            "10.%d.%d.%d".formatted(number >> 16, number >> 8 & 255, number & 255)));
  }

  /** At a name, and with a secret, that nobody else tries. */
  private HashTurns.Turn ask(int source) {
    return turns.ask(new PrimaryAttempt(source(source), ++names, names, false));
  }

  private HashTurns.Turn ask(int source, long name, boolean known) {
    return turns.ask(new PrimaryAttempt(source(source), name, ++names + 1_000_000, known));
  }

  private static boolean given(HashTurns.Turn turn) {
    return turn.given.isDone() && turn.given.join();
  }

  private static boolean gaveWay(HashTurns.Turn turn) {
    return turn.given.isDone() && !turn.given.join();
  }

  private void over(HashTurns.Turn turn) {
    turns.hashed(turn, false);
    turns.answered(turn);
  }

  @Test
  void whoeverComesNewGoesBeforeAThousandThatHaveTried() {
    HashTurns.Turn first = ask(0);
    assertTrue(given(first));
    List<HashTurns.Turn> many = new ArrayList<>();
    for (int round = 0; round < 2; round++) {
      for (int i = 1; i <= 500; i++) {
        many.add(ask(i));
      }
    }
    HashTurns.Turn late = ask(501);
    over(first);
    assertTrue(given(late));
    assertEquals(0, many.stream().filter(HashTurnsTest::given).count());
    turns.hashed(late, true);
    turns.answered(late);
    assertEquals(1, many.stream().filter(HashTurnsTest::given).count());
  }

  @Test
  void aKnownBrowserGoesFirstHoweverItsNameIsTried() {
    HashTurns.Turn running = ask(0);
    for (int i = 1; i <= 1500; i++) {
      ask(i, 7, false);
    }
    HashTurns.Turn known = ask(1, 7, true);
    over(running);
    assertTrue(given(known));
  }

  /** Or a stolen cookie would let its thief guess without end. */
  @Test
  void aKnownBrowserGuessesNoOftenerThanItsOwnerMistypes() {
    for (int i = 0; i < 10; i++) {
      HashTurns.Turn known = ask(1, 7, true);
      assertTrue(given(known), "" + i);
      over(known);
    }
    for (int i = 0; i < 20; i++) {
      HashTurns.Turn later = ask(1, 7, true);
      assertTrue(given(later), "" + i);
      over(later);
    }
    assertFalse(given(ask(1, 7, true)));
  }

  @Test
  void aFullTableTakesANewcomerInPlaceOfWhoWouldComeLast() {
    HashTurns.Turn running = ask(0);
    List<HashTurns.Turn> suspects = new ArrayList<>();
    for (int i = 0; i < HashTurns.MOST_WAITING; i++) {
      suspects.add(ask(1 + i / 20));
    }
    assertEquals(HashTurns.MOST_WAITING, turns.waiting());
    HashTurns.Turn newcomer = ask(100_000);
    assertFalse(gaveWay(newcomer));
    assertEquals(HashTurns.MOST_WAITING, turns.waiting());
    assertEquals(1, suspects.stream().filter(HashTurnsTest::gaveWay).count());
    over(running);
    assertTrue(given(newcomer));
  }

  @Test
  void ofOneSourceTheOldestGivesWay() {
    HashTurns.Turn running = ask(0);
    List<HashTurns.Turn> all = new ArrayList<>();
    for (int i = 0; i <= HashTurns.MOST_WAITING_OF_SOURCE; i++) {
      all.add(ask(1));
    }
    assertTrue(gaveWay(all.getFirst()));
    assertEquals(1, all.stream().filter(HashTurnsTest::gaveWay).count());
    over(running);
  }

  @Test
  void aSourceKeepsItsPlacesUntilItIsAnswered() {
    List<HashTurns.Turn> held = new ArrayList<>();
    for (int i = 0; i < HashTurns.MOST_OF_SOURCE; i++) {
      HashTurns.Turn turn = ask(1);
      if (given(turn)) {
        turns.hashed(turn, false);
        held.add(turn);
      }
    }
    assertFalse(given(ask(1)));
    HashTurns.Turn other = ask(2);
    assertTrue(given(other));
    over(other);
    assertTrue(held.size() <= HashTurns.MOST_OF_SOURCE);
  }

  @Test
  void aNameIsTriedSoOftenFromEverywhereTogetherAndAgainWithTime() {
    for (int i = 0; i < 40; i++) {
      over(ask(i)); // they have tried before
    }
    int looked = 0;
    for (int i = 0; i < 40; i++) {
      HashTurns.Turn turn = ask(i, 7, false);
      if (given(turn)) {
        over(turn);
        looked++;
      } else {
        turns.giveUp(turn);
      }
    }
    assertEquals(20, looked);
    HashTurns.Turn fresh = ask(1000, 7, false);
    assertTrue(given(fresh));
    over(fresh);
    nanos += 10_000_000_000L;
    HashTurns.Turn later = ask(1, 7, false);
    assertTrue(given(later));
    over(later);
  }

  @Test
  void aSprayedSecretComesAfterOneThatNobodyElseTries() {
    for (int i = 0; i < 10; i++) {
      sprays.saw(i, 42, source(i));
    }
    HashTurns.Turn running = ask(0);
    HashTurns.Turn own = ask(1);
    HashTurns.Turn sprayed = turns.ask(new PrimaryAttempt(source(2), ++names, 42, false));
    over(running);
    assertTrue(given(own));
    assertFalse(given(sprayed));
    over(own);
    assertTrue(given(sprayed));
  }
}
