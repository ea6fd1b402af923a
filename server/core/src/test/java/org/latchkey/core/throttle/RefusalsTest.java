// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.throttle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latchkey.core.testing.Example.address;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.latchkey.config.SignInSettings;
import org.latchkey.core.testing.HandDrivenTimer;
import org.latchkey.core.throttle.Throttle.Source;

final class RefusalsTest {
  private static final Source HERE = Source.of(address("192.0.2.1"));
  private static final Source THERE = Source.of(address("192.0.2.2"));
  private static final Source ELSEWHERE = Source.of(address("2001:db8::1"));
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5); // it may wrap
  private final HandDrivenTimer timer = new HandDrivenTimer();
  private final Refusals refusals = new Refusals(settings(3, 2), timer, nanos::get);
  private final List<String> answered = new ArrayList<>();

  @Test
  void theDelayCountsFromTheArrival() {
    long received = nanos.get();
    nanos.addAndGet(Duration.ofMillis(300).toNanos());
    assertTrue(refusals.hold(HERE, received, SECOND, () -> answered.add("late")));
    assertEquals(List.of(Duration.ofMillis(700)), timer.delays());
    assertEquals(List.of(), answered);
    timer.runAll();
    assertEquals(List.of("late"), answered);
  }

  @Test
  void anAnswerThatIsOverdueIsGivenAtOnce() {
    long received = nanos.get();
    nanos.addAndGet(Duration.ofSeconds(7).toNanos());
    assertTrue(refusals.hold(HERE, received, SECOND, () -> answered.add("late")));
    assertEquals(List.of(Duration.ZERO), timer.delays());
  }

  @Test
  void noMoreThanTheBoundOfOneSource() {
    assertTrue(hold(HERE));
    assertTrue(hold(HERE));
    assertFalse(hold(HERE));
    assertEquals(2, timer.delays().size());
    assertTrue(hold(THERE));
  }

  @Test
  void noMoreThanTheBoundInAll() {
    assertTrue(hold(HERE));
    assertTrue(hold(THERE));
    assertTrue(hold(ELSEWHERE));
    assertFalse(hold(ELSEWHERE));
    assertEquals(3, timer.delays().size());
    assertEquals(3, refusals.held());
  }

  @Test
  void anAnswerMakesRoom() {
    for (int round = 0; round < 5; round++) {
      assertTrue(hold(HERE));
      assertTrue(hold(HERE));
      assertFalse(hold(HERE));
      timer.runAll();
      assertEquals(0, refusals.held());
    }
    assertEquals(10, answered.size());
  }

  @Test
  void aSmallerBoundHoldsFromThenOn() {
    assertTrue(hold(HERE));
    assertTrue(hold(THERE));
    refusals.reconfigure(settings(2, 2));
    assertFalse(hold(ELSEWHERE));
    refusals.reconfigure(settings(3, 1));
    assertFalse(hold(HERE));
    assertTrue(hold(ELSEWHERE));
  }

  @Test
  void aTimerThatIsShutDownHoldsNothing() {
    timer.shutdown();
    assertFalse(hold(HERE));
    assertEquals(0, refusals.held());
  }

  private boolean hold(Source source) {
    return refusals.hold(source, nanos.get(), SECOND, () -> answered.add("x"));
  }

  private static SignInSettings settings(int inAll, int perSource) {
    return new SignInSettings(SECOND, SECOND, inAll, perSource, Duration.ZERO);
  }
}
