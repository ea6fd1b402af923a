// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latchkey.core.testing.Example.ALICE;

import com.github.benmanes.caffeine.cache.Ticker;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.latchkey.config.PortalSettings;
import org.latchkey.core.account.Account;
import org.latchkey.core.factor.EnrolledFactors;
import org.latchkey.core.factor.Passkey;
import org.latchkey.core.password.SecondFactorProof.FreshSecondFactor;
import org.latchkey.core.testing.AccountBuilder;
import org.latchkey.core.testing.FakeDirectoryStore;
import org.latchkey.portal.session.PortalSession;
import org.latchkey.portal.session.PortalSessions;
import org.latchkey.portal.session.Standing;

final class StepUpTest {
  private static final InetSocketAddress CLIENT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

  private static final EnrolledFactors ONE =
      new EnrolledFactors(
          Optional.empty(), List.of(new Passkey("AA", "AA", 0, "x", Instant.EPOCH)), List.of());
  private static final Standing HALF_WAY = new Standing.HalfWay(ALICE);
  private static final Standing SIGNED_IN =
      new Standing.SignedIn(new FreshSecondFactor(ALICE, "uid=alice", 0));

  private final FakeDirectoryStore store = new FakeDirectoryStore();
  private final PortalSessions sessions =
      new PortalSessions(PortalSettings.defaults(), new SecureRandom(), Ticker.systemTicker());
  private final StepUp steps = new StepUp(sessions, store);
  private final Account shownBy = store.hold(alice("hash", ONE));

  private static Account alice(String hash, EnrolledFactors factors) {
    Account bare =
        new Account(
            ALICE,
            "uid=alice",
            Set.of("alice"),
            false,
            Optional.of(hash),
            List.of(),
            List.of(),
            Map.of(),
            1);
    return AccountBuilder.like(bare).factors(factors).build();
  }

  private void assertGoesNoFurther(Standing standing) {
    PortalSession next = steps.advance(sessions.open(CLIENT), shownBy, standing);
    assertInstanceOf(Standing.Visitor.class, next.standing());
  }

  @Test
  void aSessionGoesOnWithWhatWasShown() {
    PortalSession next = steps.advance(sessions.open(CLIENT), shownBy, SIGNED_IN);
    assertEquals(SIGNED_IN, next.standing());
    assertTrue(sessions.find(next.token(), CLIENT).isPresent());
  }

  @Test
  void aPrimaryPasswordThatChangedMeanwhileShowsNothing() {
    store.hold(alice("another hash", ONE));
    assertGoesNoFurther(HALF_WAY);
    assertGoesNoFurther(SIGNED_IN);
  }

  @Test
  void anAccountThatWasDisabledMeanwhileSignsNobodyIn() {
    store.disable(ALICE);
    assertGoesNoFurther(HALF_WAY);
    assertGoesNoFurther(SIGNED_IN);
  }

  @Test
  void aSecondFactorThatWasTakenAwayMeanwhileSignsNobodyIn() {
    store.hold(alice("hash", EnrolledFactors.NONE));
    assertGoesNoFurther(SIGNED_IN);
    PortalSession next = steps.advance(sessions.open(CLIENT), shownBy, HALF_WAY);
    assertEquals(HALF_WAY, next.standing());
  }
}
