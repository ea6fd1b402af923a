// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latchkey.core.testing.Example.ALICE;
import static org.latchkey.core.testing.Example.BOB;
import static org.latchkey.core.testing.Example.NOW;
import static org.latchkey.core.testing.Example.OTHER_SECRET;
import static org.latchkey.core.testing.Example.SECRET;
import static org.latchkey.core.testing.Example.client;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.latchkey.core.account.Account;
import org.latchkey.core.account.Service;
import org.latchkey.core.audit.AuditEvent;
import org.latchkey.core.directory.ChangeKind;
import org.latchkey.core.directory.DirectoryChange;
import org.latchkey.core.directory.RecentChanges;
import org.latchkey.core.password.AppPassword;
import org.latchkey.core.testing.AccountBuilder;
import org.latchkey.core.testing.AppPasswordBuilder;
import org.latchkey.core.testing.Example;

final class LiveSessionsTest {
  private static final AppPassword PHONE = AppPasswordBuilder.of(SECRET).build();
  private static final AppPassword LAPTOP = AppPasswordBuilder.of(OTHER_SECRET).build();

  private Instant now = NOW;
  private final RecentChanges recent = new RecentChanges();
  private final List<AuditEvent> audited = new ArrayList<>();
  private final LiveSessions sessions = new LiveSessions(recent, audited::add, () -> now);
  private final List<SignOutReason> phone = new ArrayList<>();
  private final List<SignOutReason> laptop = new ArrayList<>();

  @Test
  void anOpenSessionIsCountedAndFound() {
    LiveSession session = open(PHONE, phone::add);
    assertEquals(1, sessions.count());
    assertEquals(List.of(session), sessions.of(ALICE));
    assertEquals(List.of(), sessions.of(BOB));
    assertEquals(NOW, session.since());
    assertEquals(PHONE, session.appPassword());
  }

  @Test
  void twoSessionsHaveTwoNames() {
    assertNotEquals(open(PHONE, phone::add).id(), open(PHONE, phone::add).id());
  }

  @Test
  void aClosedSessionIsGoneAndAuditedOnce() {
    LiveSession session = open(PHONE, phone::add);
    sessions.close(session);
    sessions.close(session);
    assertNothingLeft();
    assertEquals(List.of(), phone);
    assertEquals(List.of(new AuditEvent.SessionClosed(session)), audited);
  }

  @Test
  void aChangeAfterTheDecisionMeansDecidingAgain() {
    recent.changed(change(Example.alice(2, PHONE)));
    assertEquals(Optional.empty(), sessions.open(opening(1, PHONE, phone::add)));
    assertNothingLeft();
    assertEquals(List.of(), audited);
    assertTrue(sessions.open(opening(2, PHONE, phone::add)).isPresent());
  }

  @Test
  void aRevokedAppPasswordEndsItsSessionsAndNoOthers() {
    LiveSession first = open(PHONE, phone::add);
    open(LAPTOP, laptop::add);
    tell(Example.alice(2, LAPTOP));
    assertEquals(List.of(SignOutReason.REVOKED), phone);
    assertEquals(List.of(), laptop);
    assertEquals(1, sessions.count());
    assertEquals(List.of(new AuditEvent.SignedOut(first, SignOutReason.REVOKED)), audited);
    sessions.close(first);
    assertEquals(1, audited.size(), "closed after its sign-out");
  }

  /** An app password may be for more than the admin port; its other sessions stay. */
  @Test
  void whoIsNoAdminAnyMoreLosesTheSessionsOfTheAdminPortOnly() {
    AppPassword both = AppPasswordBuilder.of(SECRET).services(Service.ADMIN, Service.IMAP).build();
    Account admin = AccountBuilder.like(Example.alice(1, both)).admin(true).build();
    for (Service service : List.of(Service.ADMIN, Service.IMAP)) {
      assertTrue(
          sessions
              .open(
                  new LiveSession.Opening(
                      admin,
                      both,
                      service,
                      client("192.0.2.1"),
                      "",
                      service == Service.ADMIN ? phone::add : laptop::add))
              .isPresent());
    }
    tell(AccountBuilder.like(admin).version(2).build());
    assertEquals(List.of(), phone);
    tell(Example.alice(3, both));
    assertEquals(List.of(SignOutReason.ADMIN_RIGHTS_TAKEN), phone);
    assertEquals(List.of(), laptop);
  }

  @Test
  void ownerEndsTheSessionsChosenAndIsToldHowMany() {
    LiveSession first = open(PHONE, phone::add);
    LiveSession second = open(PHONE, phone::add);
    LiveSession other = open(LAPTOP, laptop::add);
    SignOutReason reason = SignOutReason.SIGNED_OUT_BY_OWNER;
    assertEquals(
        2, sessions.signOut(ALICE, each -> each.appPassword().id().equals(PHONE.id()), reason));
    assertEquals(List.of(reason, reason), phone);
    assertEquals(List.of(), laptop);
    assertEquals(List.of(other), sessions.of(ALICE));
    assertEquals(
        Set.of(new AuditEvent.SignedOut(first, reason), new AuditEvent.SignedOut(second, reason)),
        Set.copyOf(audited));
    assertEquals(0, sessions.signOut(BOB, each -> true, reason), "somebody else's");
    assertEquals(0, sessions.signOut(ALICE, each -> each.id().equals(first.id()), reason));
    assertEquals(1, sessions.count());
  }

  @Test
  void aNewSecretEndsTheOldOnesSessions() {
    assertEndedBy(
        SignOutReason.SECRET_REPLACED,
        AppPasswordBuilder.like(PHONE).secretMade(NOW.plusSeconds(1)).build());
    assertEndedBy(SignOutReason.SECRET_REPLACED, AppPasswordBuilder.like(PHONE).noTag().build());
  }

  @Test
  void aTagRenewedUnderAnotherPepperEndsNothing() {
    assertGoesOn(
        AppPasswordBuilder.like(PHONE)
            .tag(Example.tag(Example.peppers("k3"), ALICE, SECRET))
            .build());
  }

  @Test
  void aServiceTakenAwayEndsItsSessions() {
    assertEndedBy(
        SignOutReason.SERVICE_REMOVED,
        AppPasswordBuilder.like(PHONE).services(Service.SMTP).build());
    assertGoesOn(AppPasswordBuilder.like(PHONE).services(Service.IMAP).build());
  }

  @Test
  void sessionForSeveralServicesLastsWhileOneIsLeft() {
    LiveSession session = sessions.open(dav()).orElseThrow();
    AppPassword calendars = AppPasswordBuilder.like(PHONE).services(Service.CALDAV).build();
    tell(Example.alice(2, calendars));
    assertEquals(List.of(), phone);
    assertEquals(Optional.of(session), sessions.open(dav(), Optional.of(session)));
    tell(Example.alice(3, AppPasswordBuilder.like(PHONE).services(Service.IMAP).build()));
    assertEquals(List.of(SignOutReason.SERVICE_REMOVED), phone);
  }

  private LiveSession.Opening dav() {
    return new LiveSession.Opening(
        Example.alice(1, PHONE),
        PHONE,
        Service.CARDDAV,
        Set.of(Service.CARDDAV, Service.CALDAV),
        client("192.0.2.1"),
        "",
        phone::add);
  }

  @Test
  void aNetworkTakenAwayEndsTheSessionsFromThere() {
    assertEndedBy(
        SignOutReason.NETWORK_REMOVED,
        AppPasswordBuilder.like(PHONE).networks("198.51.100.0/24").build());
    assertGoesOn(AppPasswordBuilder.like(PHONE).networks("192.0.2.0/24").build());
  }

  @Test
  void anExpiryMovedIntoThePastEndsTheSessionsWithTheChange() {
    assertEndedBy(SignOutReason.EXPIRED, AppPasswordBuilder.like(PHONE).expires(NOW).build());
    assertGoesOn(AppPasswordBuilder.like(PHONE).expires(NOW.plusSeconds(1)).build());
  }

  @Test
  void aNewLabelEndsNothingAndIsShown() {
    AppPassword renamed = AppPasswordBuilder.like(PHONE).label("old phone").build();
    assertGoesOn(renamed);
    assertEquals(
        List.of("old phone"),
        sessions.of(ALICE).stream().map(each -> each.appPassword().label()).toList());
  }

  @Test
  void aDisabledAccountIsSignedOutEverywhere() {
    open(PHONE, phone::add);
    open(LAPTOP, laptop::add);
    tell(Example.disabledAlice(2, PHONE, LAPTOP));
    assertEquals(List.of(SignOutReason.ACCOUNT_DISABLED), phone);
    assertEquals(List.of(SignOutReason.ACCOUNT_DISABLED), laptop);
    assertNothingLeft();
  }

  @Test
  void aDeletedAccountIsSignedOutEverywhere() {
    open(PHONE, phone::add);
    sessions.changed(deleted(2));
    assertEquals(List.of(SignOutReason.ACCOUNT_DELETED), phone);
    assertNothingLeft();
  }

  @Test
  void anotherAccountsChangeEndsNothing() {
    open(PHONE, phone::add);
    tell(Example.account(BOB, 2, true, Set.of("bob"), List.of()));
    assertEquals(List.of(), phone);
  }

  @Test
  void aChangeFromBeforeTheSignInToldOnceMoreEndsNothing() {
    assertTrue(sessions.open(opening(7, PHONE, phone::add)).isPresent());
    tell(Example.disabledAlice(6, PHONE));
    sessions.changed(deleted(6));
    assertEquals(List.of(), phone);
    tell(Example.disabledAlice(8, PHONE));
    assertEquals(List.of(SignOutReason.ACCOUNT_DISABLED), phone);
  }

  @Test
  void theSweepEndsWhatHasExpiredAndNothingElse() {
    open(AppPasswordBuilder.like(PHONE).expires(NOW.plusSeconds(10)).build(), phone::add);
    open(LAPTOP, laptop::add);
    now = NOW.plusSeconds(9);
    sessions.endExpired();
    assertEquals(List.of(), phone);
    now = NOW.plusSeconds(10);
    sessions.endExpired();
    sessions.endExpired();
    assertEquals(List.of(SignOutReason.EXPIRED), phone);
    assertEquals(List.of(), laptop);
  }

  @Test
  void theSweepKnowsAnExpiryThatWasMovedForward() {
    open(AppPasswordBuilder.like(PHONE).expires(NOW.plusSeconds(10)).build(), phone::add);
    tell(Example.alice(2, AppPasswordBuilder.like(PHONE).expires(NOW.plusSeconds(20)).build()));
    now = NOW.plusSeconds(10);
    sessions.endExpired();
    assertEquals(List.of(), phone);
    now = NOW.plusSeconds(20);
    sessions.endExpired();
    assertEquals(List.of(SignOutReason.EXPIRED), phone);
  }

  @Test
  void stoppingEndsThemAll() {
    open(PHONE, phone::add);
    open(LAPTOP, laptop::add);
    sessions.endAll(SignOutReason.SERVER_STOPPING);
    assertEquals(List.of(SignOutReason.SERVER_STOPPING), phone);
    assertEquals(List.of(SignOutReason.SERVER_STOPPING), laptop);
    assertNothingLeft();
  }

  @Test
  void aListenerThatThrowsDoesNotSaveTheOthers() {
    AtomicInteger told = new AtomicInteger();
    for (int i = 0; i < 10; i++) {
      boolean bad = i % 2 == 0;
      open(
          PHONE,
          reason -> {
            told.incrementAndGet();
            if (bad) {
              throw new IllegalStateException("the event loop is shut down");
            }
          });
    }
    tell(Example.alice(2));
    assertEquals(10, told.get());
    assertEquals(10, audited.size());
    assertNothingLeft();
  }

  @Test
  void aListenerMayCloseItsSessionWhileItIsSignedOut() {
    List<LiveSession> own = new ArrayList<>();
    own.add(open(PHONE, reason -> sessions.close(own.getFirst())));
    tell(Example.alice(2));
    assertEquals(List.of(new AuditEvent.SignedOut(own.getFirst(), SignOutReason.REVOKED)), audited);
    assertNothingLeft();
  }

  @Test
  void theSessionAtHandIsKeptForTheSameAppPasswordAndService() {
    LiveSession current = open(PHONE, phone::add);
    assertEquals(
        Optional.of(current), sessions.open(opening(1, PHONE, phone::add), Optional.of(current)));
    assertEquals(1, sessions.count());
  }

  @Test
  void anotherAppPasswordOrServiceOpensAnotherSession() {
    LiveSession current = open(PHONE, phone::add);
    LiveSession.Opening smtp =
        new LiveSession.Opening(
            Example.alice(1, PHONE), PHONE, Service.SMTP, client("192.0.2.1"), "", phone::add);
    assertNotEquals(Optional.of(current), sessions.open(smtp, Optional.of(current)));
    assertNotEquals(
        Optional.of(current), sessions.open(opening(1, LAPTOP, laptop::add), Optional.of(current)));
    assertEquals(3, sessions.count());
  }

  @Test
  void anEndedSessionIsNotKept() {
    LiveSession ended = open(PHONE, phone::add);
    sessions.close(ended);
    LiveSession fresh =
        sessions.open(opening(1, PHONE, phone::add), Optional.of(ended)).orElseThrow();
    assertNotEquals(ended.id(), fresh.id());
    assertEquals(1, sessions.count());
  }

  @Test
  void keepingASessionAlsoMeansDecidingAgainAfterAChange() {
    LiveSession current = open(PHONE, phone::add);
    recent.changed(change(Example.alice(2, PHONE)));
    assertEquals(
        Optional.empty(), sessions.open(opening(1, PHONE, phone::add), Optional.of(current)));
  }

  private void assertEndedBy(SignOutReason reason, AppPassword now) {
    phone.clear();
    open(PHONE, phone::add);
    tell(Example.alice(2, now, LAPTOP));
    assertEquals(List.of(reason), phone);
    assertNothingLeft();
  }

  private void assertGoesOn(AppPassword now) {
    phone.clear();
    LiveSession session = open(PHONE, phone::add);
    tell(Example.alice(2, now, LAPTOP));
    assertEquals(List.of(), phone);
    assertEquals(now, session.appPassword());
  }

  private void assertNothingLeft() {
    assertEquals(0, sessions.count());
    assertEquals(List.of(), sessions.of(ALICE));
    assertEquals(0, sessions.accounts(), "an account without a session is not kept");
  }

  private void tell(Account account) {
    sessions.changed(change(account));
  }

  private static DirectoryChange change(Account now) {
    return new DirectoryChange(
        now.id(), Optional.of(now), ChangeKind.ACCOUNT_CHANGED, now.dn(), "cn=test", now.version());
  }

  private static DirectoryChange deleted(long version) {
    return new DirectoryChange(
        ALICE, Optional.empty(), ChangeKind.ACCOUNT_DELETED, "uid=alice", "cn=x", version);
  }

  private LiveSession open(AppPassword appPassword, SignOutListener listener) {
    return sessions.open(opening(1, appPassword, listener)).orElseThrow();
  }

  private static LiveSession.Opening opening(
      long version, AppPassword appPassword, SignOutListener listener) {
    return new LiveSession.Opening(
        Example.alice(version, PHONE, LAPTOP),
        appPassword,
        Service.IMAP,
        client("192.0.2.1"),
        "",
        listener);
  }
}
