// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.latchkey.config.PortalSettings;
import org.latchkey.core.account.Account;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.directory.ChangeKind;
import org.latchkey.core.directory.DirectoryChange;
import org.latchkey.core.factor.EnrolledFactors;
import org.latchkey.core.factor.EnrolledTotp;
import org.latchkey.core.password.SealedSecret;
import org.latchkey.core.password.SecondFactorProof.FreshSecondFactor;
import org.latchkey.core.upstream.AccountUpstreams;

final class PortalSessionsTest {
  private static final InetSocketAddress CLIENT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

  private static final AccountId ALICE = AccountId.of("11111111-2222-3333-4444-555555555555");
  private static final AccountId BOB = AccountId.of("11111111-2222-3333-4444-666666666666");

  private long nanos;
  private final PortalSessions sessions =
      new PortalSessions(PortalSettings.defaults(), new SecureRandom(), () -> nanos);

  private PortalSession signedIn(AccountId account) {
    return sessions.advance(
        sessions.open(CLIENT),
        new Standing.SignedIn(new FreshSecondFactor(account, "uid=x", nanos)));
  }

  private boolean lives(PortalSession session) {
    return sessions.find(session.token(), CLIENT).isPresent();
  }

  @Test
  void everyStepUpGetsAnotherTokenAndEndsTheOld() {
    PortalSession visitor = sessions.open(CLIENT);
    PortalSession half = sessions.advance(visitor, new Standing.HalfWay(ALICE));
    PortalSession in =
        sessions.advance(half, new Standing.SignedIn(new FreshSecondFactor(ALICE, "uid=x", 0)));
    assertEquals(3, Set.of(visitor.token(), half.token(), in.token()).size());
    assertNotEquals(half.csrfToken(), in.csrfToken());
    assertInstanceOf(
        Standing.Visitor.class, sessions.find(visitor.token(), CLIENT).orElseThrow().standing());
    assertFalse(lives(half));
    assertTrue(lives(in));
  }

  @Test
  void aTokenThatNobodyMadeIsNoSession() {
    assertTrue(sessions.find("chosen-by-the-attacker", CLIENT).isEmpty());
    assertTrue(sessions.find("", CLIENT).isEmpty());
  }

  /** A million of them take nothing: each cookie is all there is. */
  @Test
  void whatIsKnownOfAVisitorIsInTheirCookie() {
    PortalSession visitor = sessions.open(CLIENT);
    visitor.wanted("/devices");
    visitor.flash("You are signed out.");
    PortalSession again = sessions.find(visitor.token(), CLIENT).orElseThrow();
    assertEquals(visitor.csrfToken(), again.csrfToken());
    assertEquals(Optional.of("You are signed out."), again.takeFlash());
    PortalSession third = sessions.find(again.token(), CLIENT).orElseThrow();
    assertEquals(Optional.empty(), third.takeFlash());
    assertEquals(Optional.of("/devices"), third.takeWanted());
    assertNotEquals(visitor.csrfToken(), sessions.open(CLIENT).csrfToken());
  }

  @Test
  void aVisitorsCookieThatWasChangedOrIsOldIsNone() {
    String token = sessions.open(CLIENT).token();
    for (int at = 0; at < token.length(); at++) {
      StringBuilder changed = new StringBuilder(token);
      changed.setCharAt(at, token.charAt(at) == 'A' ? 'B' : 'A');
      boolean padding = at == token.length() - 1; // its last bits may be nobody's
      assertTrue(padding || sessions.find(changed.toString(), CLIENT).isEmpty(), "at " + at);
    }
    assertTrue(sessions.find(token + "A", CLIENT).isEmpty());
    assertTrue(sessions.find("v." + "A".repeat(100_000), CLIENT).isEmpty());
    PortalSessions others =
        new PortalSessions(PortalSettings.defaults(), new SecureRandom(), () -> nanos);
    assertTrue(others.find(token, CLIENT).isEmpty());
    nanos += PortalSettings.defaults().idleLimit().toNanos() + 1;
    assertTrue(sessions.find(token, CLIENT).isEmpty());
  }

  /** Whoever copied the cookie and the answer signs in nowhere with them. */
  @Test
  void aVisitorsChallengeIsAnsweredWellOnceHoweverOftenTheCookieComes() {
    PortalSession visitor = sessions.open(CLIENT);
    String token = visitor.token();
    byte[] challenge = visitor.challenge(new SecureRandom());
    PortalSession again = sessions.find(token, CLIENT).orElseThrow();
    assertTrue(again.takeChallenge(challenge));
    assertTrue(again.takeChallenge(challenge), "a wrong answer uses nothing up");
    assertTrue(again.answeredWell(challenge));
    PortalSession replayed = sessions.find(token, CLIENT).orElseThrow();
    assertFalse(replayed.takeChallenge(challenge));
    assertFalse(replayed.answeredWell(challenge));
    byte[] old = replayed.challenge(new SecureRandom());
    nanos += Challenges.GOOD.toNanos() + 1;
    assertFalse(visitor.takeChallenge(old));
  }

  @Test
  void anAccountsOldestSessionGivesWay() {
    PortalSession first = signedIn(ALICE);
    PortalSession bobs = signedIn(BOB);
    List<PortalSession> more = new ArrayList<>();
    for (int i = 0; i < PortalSessions.MOST_OF_ACCOUNT; i++) {
      more.add(signedIn(ALICE));
    }
    assertFalse(lives(first));
    assertTrue(more.stream().allMatch(this::lives));
    assertTrue(lives(bobs));
  }

  @Test
  void aSessionEndsWhenItIsIdle() {
    PortalSession session = signedIn(ALICE);
    nanos += PortalSettings.defaults().idleLimit().toNanos() - 1;
    assertTrue(lives(session));
    nanos += PortalSettings.defaults().idleLimit().toNanos() + 1;
    assertFalse(lives(session));
  }

  @Test
  void aSessionEndsAfterItsTimeHoweverItIsUsedAndSteppedUp() {
    PortalSession session = sessions.open(CLIENT);
    Duration idle = PortalSettings.defaults().idleLimit();
    long limit = PortalSettings.defaults().absoluteLimit().toNanos();
    for (long used = 0; used <= limit; used += idle.toNanos() - 1) {
      assertTrue(lives(session));
      session = sessions.advance(session, new Standing.HalfWay(ALICE));
      nanos = used;
    }
    nanos = limit + 1;
    assertFalse(lives(session));
  }

  @ParameterizedTest
  @EnumSource(names = {"PRIMARY_PASSWORD_CHANGED", "SECOND_FACTORS_RESET"})
  void aChangeOfWhatOneSignsInWithEndsTheAccountsSessions(ChangeKind kind) {
    PortalSession alices = signedIn(ALICE);
    PortalSession half = sessions.advance(sessions.open(CLIENT), new Standing.HalfWay(ALICE));
    PortalSession bobs = signedIn(BOB);
    sessions.changed(change(kind, Optional.of(account(false))));
    assertFalse(lives(alices));
    assertFalse(lives(half));
    assertTrue(lives(bobs));
  }

  @Test
  void aDisabledOrDeletedAccountHasNoSession() {
    PortalSession first = signedIn(ALICE);
    sessions.changed(change(ChangeKind.ACCOUNT_CHANGED, Optional.of(account(false))));
    assertTrue(lives(first));
    sessions.changed(change(ChangeKind.ACCOUNT_CHANGED, Optional.of(account(true))));
    assertFalse(lives(first));
    PortalSession second = signedIn(ALICE);
    sessions.changed(change(ChangeKind.ACCOUNT_DELETED, Optional.empty()));
    assertFalse(lives(second));
  }

  @Test
  void aChallengeIsOneSessionsAlone() {
    PortalSession session = sessions.open(CLIENT);
    byte[] challenge = session.challenge(new SecureRandom());
    assertFalse(sessions.open(CLIENT).takeChallenge(challenge));
    assertTrue(session.takeChallenge(challenge));
    PortalSession half = sessions.advance(session, new Standing.HalfWay(ALICE));
    assertFalse(half.takeChallenge(challenge));
    byte[] another = half.challenge(new SecureRandom());
    assertTrue(half.takeChallenge(another));
    assertFalse(half.takeChallenge(another));
  }

  /** Whoever keeps a session over that has it again with the owner's next second factor. */
  @Test
  void anAccountWithoutASecondFactorHasNoSessionThatGaveOne() {
    PortalSession in = signedIn(ALICE);
    PortalSession enrolling = sessions.advance(sessions.open(CLIENT), new Standing.HalfWay(ALICE));
    Account without = account(false, EnrolledFactors.NONE);
    sessions.changed(change(ChangeKind.SECOND_FACTOR_REMOVED, Optional.of(without)));
    assertFalse(lives(in));
    assertTrue(lives(enrolling));
  }

  private static Account account(boolean disabled) {
    EnrolledTotp totp = new EnrolledTotp(SealedSecret.parse("{SEAL1}1$QUFBQQ==").orElseThrow(), 1);
    return account(disabled, new EnrolledFactors(Optional.of(totp), List.of(), List.of()));
  }

  private static Account account(boolean disabled, EnrolledFactors factors) {
    return new Account(
        ALICE,
        "uid=alice,ou=people,dc=example,dc=org",
        Set.of("alice"),
        disabled,
        Optional.empty(),
        List.of(),
        List.of(),
        Map.of(),
        AccountUpstreams.NONE,
        factors,
        1);
  }

  private static DirectoryChange change(ChangeKind kind, Optional<Account> now) {
    return new DirectoryChange(ALICE, now, kind, "uid=alice", "cn=admin", 1);
  }
}
