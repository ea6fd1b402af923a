// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.throttle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.latchkey.core.testing.Example;
import org.latchkey.core.throttle.PendingMemory.Share;
import org.latchkey.core.throttle.Throttle.Source;

final class PendingMemoryTest {
  private static final Source FIRST = Source.of(Example.address("192.0.2.1"));
  private static final Source SECOND = Source.of(Example.address("192.0.2.2"));
  private static final int LIMIT = 1000;

  private final PendingMemory memory = new PendingMemory(LIMIT);
  private final List<String> gone = new ArrayList<>();

  private Share open(Source source, String name, int bytes) {
    return memory.open(source, () -> gone.add(name), bytes);
  }

  @Test
  void whoHoldsMostOfTheSourceThatHoldsMostGoes() {
    open(FIRST, "large but alone", 400);
    open(SECOND, "small", 100);
    open(SECOND, "middle", 220);
    open(SECOND, "smallest", 90);
    assertEquals(List.of(), gone);
    open(SECOND, "last", 200);
    assertEquals(List.of("middle"), gone);
    assertEquals(1010, memory.held(), "it counts until it is closed");
  }

  @Test
  void ofEqualOnesTheOldestGoes() {
    Share first = open(FIRST, "first", 300);
    open(FIRST, "second", 300);
    open(FIRST, "third", 300);
    open(FIRST, "fourth", 300);
    assertEquals(List.of("first", "second"), gone);
    assertTrue(first.isLeaving());
  }

  @Test
  void nobodyElseGoesWhileThoseThatWereToldAreOnTheirWay() {
    Share first = open(FIRST, "first", 600);
    Share second = open(SECOND, "second", 600);
    assertEquals(List.of("first"), gone);
    second.hold(650);
    assertEquals(List.of("first"), gone);
    first.close();
    first.close();
    assertEquals(650, memory.held());
    assertEquals(1, memory.connections());
    open(FIRST, "third", 300);
    assertEquals(List.of("first"), gone);
  }

  @Test
  void theOnlyOneStays() {
    Share only = open(FIRST, "only", 5000);
    assertEquals(List.of(), gone);
    assertFalse(only.isLeaving());
  }

  @Test
  void whoHasClosedCountsNoMore() {
    Share share = open(FIRST, "first", 600);
    share.close();
    share.hold(900);
    assertEquals(0, memory.held());
    open(FIRST, "second", 900);
    assertEquals(List.of(), gone);
  }

  @Test
  void theOldestMakesPlace() {
    open(FIRST, "first", 1);
    open(SECOND, "second", 1);
    open(SECOND, "third", 1);
    assertTrue(memory.oldestGivesWay(SECOND));
    assertTrue(memory.oldestGivesWay());
    assertEquals(List.of("second", "first"), gone);
    assertTrue(memory.oldestGivesWay(SECOND));
    assertFalse(memory.oldestGivesWay(SECOND));
    assertEquals(3, memory.gaveWay());
  }

  /** Whatever connections do, the budget holds once those have gone that were told to. */
  @Test
  void whatIsHeldStaysWithinTheBudgetWhateverConnectionsDo() {
    long seed = Long.getLong("latchkey.pending.seed", System.nanoTime());
    Random random = new Random(seed);
    Map<Integer, Share> open = new HashMap<>();
    List<Integer> told = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      int number = i;
      Source source = random.nextBoolean() ? FIRST : SECOND;
      switch (random.nextInt(4)) {
        case 0, 1 ->
            open.put(number, memory.open(source, () -> told.add(number), random.nextInt(60)));
        case 2 ->
            open.values().stream()
                .skip(random.nextInt(open.size() + 1))
                .findFirst()
                .ifPresent(share -> share.hold(random.nextInt(200)));
        default ->
            open.keySet().stream()
                .skip(random.nextInt(open.size() + 1))
                .findFirst()
                .map(open::remove)
                .ifPresent(Share::close);
      }
      for (int each : List.copyOf(told)) {
        Share leaving = open.remove(each);
        if (leaving != null) {
          leaving.close();
        }
      }
      told.clear();
      long sum = open.values().stream().mapToLong(Share::held).sum();
      assertEquals(sum, memory.held(), "seed " + seed);
      assertTrue(sum <= LIMIT || open.size() <= 1, "seed " + seed);
    }
    open.values().forEach(Share::close);
    assertEquals(0, memory.held());
  }
}
