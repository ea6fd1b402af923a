// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latchkey.core.account.Service.CARDDAV;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.latchkey.core.account.Account;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.directory.RecentChanges;
import org.latchkey.core.password.AppPassword;
import org.latchkey.core.password.AppPasswordId;
import org.latchkey.core.session.LiveSession;
import org.latchkey.core.session.LiveSessions;
import org.latchkey.core.session.SignOutReason;

/** Attempts of HTTP/2 streams that overlap, in the orders that matter. */
final class ConnectionSessionsTest {
  private final LiveSessions all =
      new LiveSessions(new RecentChanges(), event -> {}, InstantSource.system());
  private final ConnectionSessions connection = new ConnectionSessions(all);
  private final SignOutSignal signal = new SignOutSignal(() -> {});

  private LiveSession open() {
    AppPassword appPassword =
        new AppPassword(
            new AppPasswordId(UUID.randomUUID()),
            "one",
            Set.of(CARDDAV),
            Optional.empty(),
            Instant.EPOCH,
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Instant.EPOCH,
            "cn=test",
            Optional.empty());
    Account account =
        new Account(
            new AccountId(new UUID(0, 1)),
            "uid=alice",
            Set.of("alice"),
            false,
            Optional.empty(),
            List.of(appPassword),
            List.of(),
            Map.of(),
            1);
    InetSocketAddress client = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    return all.open(new LiveSession.Opening(account, appPassword, CARDDAV, client, "", signal))
        .orElseThrow();
  }

  @Test
  void firstAttemptsThatOverlapLeaveOneSession() {
    assertTrue(connection.begin(Set.of(CARDDAV)).isEmpty());
    assertTrue(connection.begin(Set.of(CARDDAV)).isEmpty());
    LiveSession first = open();
    LiveSession second = open();
    connection.granted(first, signal);
    connection.end();
    connection.granted(second, signal);
    connection.end();
    assertEquals(1, all.count());
    assertEquals(Optional.of(second), connection.begin(Set.of(CARDDAV)));
  }

  @Test
  void replacedSessionThatAnAttemptWasGrantedIsTakenBack() {
    connection.begin(Set.of(CARDDAV));
    LiveSession first = open();
    connection.granted(first, signal);
    connection.end();
    assertEquals(Optional.of(first), connection.begin(Set.of(CARDDAV)));
    connection.begin(Set.of(CARDDAV));
    LiveSession second = open();
    connection.granted(second, signal);
    connection.end();
    assertEquals(2, all.count());
    connection.granted(first, signal);
    connection.end();
    assertEquals(List.of(first), List.copyOf(all.of(first.account())));
    assertEquals(Optional.of(first), connection.begin(Set.of(CARDDAV)));
  }

  @Test
  void sessionThatIsOverIsNotKept() {
    connection.begin(Set.of(CARDDAV));
    connection.granted(open(), signal);
    connection.end();
    all.endAll(SignOutReason.REVOKED);
    assertTrue(signal.given());
    assertTrue(connection.begin(Set.of(CARDDAV)).isEmpty());
  }

  @Test
  void overlappingSessionsAreBounded() {
    connection.begin(Set.of(CARDDAV));
    for (int i = 0; i < 17; i++) {
      assertTrue(connection.mayBegin());
      connection.begin(Set.of(CARDDAV));
      connection.granted(open(), signal);
      connection.end();
    }
    assertFalse(connection.mayBegin());
    connection.end();
    assertTrue(connection.mayBegin());
    assertEquals(1, all.count());
  }

  @Test
  void nothingIsLeftWhenTheConnectionIsGone() {
    connection.begin(Set.of(CARDDAV));
    connection.begin(Set.of(CARDDAV));
    connection.granted(open(), signal);
    connection.granted(open(), signal);
    connection.closeAll();
    assertEquals(0, all.count());
  }
}
