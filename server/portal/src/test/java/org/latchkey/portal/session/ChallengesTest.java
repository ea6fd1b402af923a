// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.session;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class ChallengesTest {
  private long nanos;
  private final Challenges challenges = new Challenges(() -> nanos);

  private static byte[] challenge(int number) {
    return new byte[] {(byte) number, 7};
  }

  @Test
  void eachIsGoodOnceInAnyOrder() {
    challenges.add(challenge(1));
    challenges.add(challenge(2));
    assertTrue(challenges.take(challenge(1)));
    assertTrue(challenges.take(challenge(2)));
    assertFalse(challenges.take(challenge(1)));
    assertFalse(challenges.take(challenge(2)));
  }

  @Test
  void oneThatWasNeverGivenIsNone() {
    challenges.add(challenge(1));
    assertFalse(challenges.take(challenge(2)));
    assertFalse(challenges.take(new byte[0]));
  }

  @Test
  void ofManyTheLatestAreKept() {
    for (int i = 0; i <= Challenges.MOST; i++) {
      challenges.add(challenge(i));
    }
    assertFalse(challenges.take(challenge(0)));
    for (int i = 1; i <= Challenges.MOST; i++) {
      assertTrue(challenges.take(challenge(i)));
    }
  }

  @Test
  void oneThatIsOldIsGoodNoMore() {
    challenges.add(challenge(1));
    challenges.add(challenge(2));
    nanos = Challenges.GOOD.toNanos();
    assertTrue(challenges.take(challenge(1)));
    nanos++;
    assertFalse(challenges.take(challenge(2)));
  }
}
