// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.latchkey.config.PortalSettings;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.password.Secret;

final class PortalSessionsTest {
  private static final AccountId ALICE = new AccountId(new UUID(0, 1));

  private final AtomicLong nanos = new AtomicLong();
  private final PortalSessions sessions =
      new PortalSessions(
          new PortalSettings(true, Duration.ofMinutes(15), Duration.ofHours(1)),
          new SecureRandom(),
          nanos::get);

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private PortalSession halfWay() {
    return sessions.advance(sessions.open(), new Standing.HalfWay(ALICE));
  }

  @Test
  void stepUpChangesBothTokens() {
    PortalSession before = sessions.open();
    PortalSession after = sessions.advance(before, new Standing.HalfWay(ALICE));
    assertNotEquals(before.token(), after.token());
    assertNotEquals(before.csrfToken(), after.csrfToken());
    assertEquals(Optional.empty(), sessions.find(before.token()));
    assertEquals(Optional.of(after), sessions.find(after.token()));
  }

  /** A second factor that was under way when the password changed brings no session back. */
  @Test
  void sessionThatHasEndedGoesNoFurther() {
    PortalSession half = halfWay();
    sessions.end(half);
    PortalSession after = sessions.advance(half, new Standing.HalfWay(ALICE));
    assertInstanceOf(Standing.Visitor.class, after.standing());
    PortalSession twice = halfWay();
    sessions.advance(twice, new Standing.HalfWay(ALICE));
    assertInstanceOf(
        Standing.Visitor.class, sessions.advance(twice, new Standing.HalfWay(ALICE)).standing());
  }

  @Test
  void sessionEndsAfterAWhileWithoutARequest() {
    PortalSession session = halfWay();
    pass(Duration.ofMinutes(14));
    assertTrue(sessions.find(session.token()).isPresent());
    pass(Duration.ofMinutes(14));
    assertTrue(sessions.find(session.token()).isPresent());
    pass(Duration.ofMinutes(15));
    assertEquals(Optional.empty(), sessions.find(session.token()));
  }

  @Test
  void sessionEndsAfterAWhileInAllHoweverOftenItStepsUp() {
    PortalSession session = halfWay();
    for (int i = 0; i < 6; i++) {
      pass(Duration.ofMinutes(10));
      assertTrue(sessions.find(session.token()).isPresent());
      session = sessions.advance(session, new Standing.HalfWay(ALICE));
    }
    pass(Duration.ofMillis(1));
    assertEquals(Optional.empty(), sessions.find(session.token()));
  }

  /** Or the secret of nothing but zeros could be enrolled. */
  @Test
  void secretThatWasHandedOutOutlivesTheSession() {
    PortalSession session = halfWay();
    byte[] octets = {1, 2, 3};
    try (Secret handedOut = session.totpSecret(() -> Secret.takeOver(octets.clone()))) {
      sessions.end(session);
      assertArrayEquals(octets, handedOut.octets());
      assertEquals(Optional.empty(), session.totpSecret());
    }
  }

  @Test
  void twoFormsOfOneSessionShowOneSecret() {
    PortalSession session = halfWay();
    try (Secret first = session.totpSecret(() -> Secret.takeOver(new byte[] {1}));
        Secret second = session.totpSecret(() -> Secret.takeOver(new byte[] {2}))) {
      assertArrayEquals(first.octets(), second.octets());
    }
  }
}
