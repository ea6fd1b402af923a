// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.throttle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.latchkey.core.testing.Example;
import org.latchkey.core.throttle.Throttle.Source;

final class PlacesTest {
  private static final Source FIRST = Source.of(Example.address("192.0.2.1"));
  private static final Source SECOND = Source.of(Example.address("192.0.2.2"));
  private static final Source THIRD = Source.of(Example.address("192.0.2.3"));

  private int most = 3;
  private final Places places = new Places(() -> most, () -> 2);

  @Test
  void oneSourceLeavesRoomForOthers() {
    assertTrue(places.enter(FIRST));
    assertTrue(places.enter(FIRST));
    assertFalse(places.enter(FIRST));
    assertTrue(places.enter(SECOND));
    assertEquals(3, places.taken());
  }

  @Test
  void thereAreNoMoreThanThereAre() {
    assertTrue(places.enter(FIRST));
    assertTrue(places.enter(FIRST));
    assertTrue(places.enter(SECOND));
    assertFalse(places.enter(THIRD));
    assertEquals(3, places.taken());
  }

  @Test
  void whatIsGivenBackIsThereAgain() {
    assertTrue(places.enter(FIRST));
    assertTrue(places.enter(FIRST));
    places.leave(FIRST);
    assertTrue(places.enter(FIRST));
    assertFalse(places.enter(FIRST));
    places.leave(FIRST);
    places.leave(FIRST);
    assertEquals(0, places.taken());
  }

  @Test
  void aBoundThatChangesHoldsFromThenOn() {
    assertTrue(places.enter(FIRST));
    most = 1;
    assertFalse(places.enter(SECOND));
    most = 2;
    assertTrue(places.enter(SECOND));
  }
}
