// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.latchkey.config.PortalSettings;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.password.Secret;

/** Requests that are still under way in a session that has ended. */
final class EndedSessionTest {
  private static final InetSocketAddress CLIENT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

  private static final AccountId ALICE = new AccountId(new UUID(0, 1));

  private final PortalSessions sessions =
      new PortalSessions(PortalSettings.defaults(), new SecureRandom(), System::nanoTime);

  private PortalSession halfWay() {
    return sessions.advance(sessions.open(CLIENT), new Standing.HalfWay(ALICE));
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
