// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latchkey.core.testing.Example.ALICE;
import static org.latchkey.core.testing.Example.BOB;
import static org.latchkey.core.testing.Example.NOW;
import static org.latchkey.core.testing.Example.SECRET;
import static org.latchkey.core.testing.Example.client;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.latchkey.core.account.Account;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.account.Service;
import org.latchkey.core.audit.AccountEvent.Kind;
import org.latchkey.core.directory.ChangeKind;
import org.latchkey.core.directory.DirectoryChange;
import org.latchkey.core.directory.DirectoryUnavailableException;
import org.latchkey.core.directory.RecentChanges;
import org.latchkey.core.password.AppPassword;
import org.latchkey.core.session.LiveSession;
import org.latchkey.core.session.LiveSessions;
import org.latchkey.core.session.SignOutReason;
import org.latchkey.core.signin.DenialReason;
import org.latchkey.core.signin.SignInOutcome;
import org.latchkey.core.signin.SignInRequest;
import org.latchkey.core.testing.AppPasswordBuilder;
import org.latchkey.core.testing.Example;

final class AccountHistoryTest {
  private static final AppPassword PHONE = AppPasswordBuilder.of(SECRET).label("Phone").build();
  private static final Account ACCOUNT = Example.alice(1, PHONE);
  private static final SignInOutcome WRONG = new SignInOutcome.Denied(DenialReason.WRONG_PASSWORD);
  private static final SignInOutcome REVOKED = new SignInOutcome.Denied(DenialReason.REVOKED);

  private final Kept store = new Kept();
  private Instant now = NOW;
  private final AccountHistory history = new AccountHistory(store, () -> now);

  /** A store in memory, which may be down. */
  private static final class Kept implements HistoryStore {
    private final Map<AccountId, List<AccountEvent>> kept = new HashMap<>();
    private boolean down;
    private int writes;

    @Override
    public List<AccountEvent> read(AccountId account) {
      check();
      return kept.getOrDefault(account, List.of());
    }

    @Override
    public void write(Map<AccountId, List<AccountEvent>> histories) {
      check();
      writes++;
      kept.putAll(histories);
    }

    private void check() {
      if (down) {
        throw new DirectoryUnavailableException("down");
      }
    }
  }

  private void signIn(
      String address, String clientName, SignInOutcome outcome, Account account, String detail) {
    SignInRequest request =
        new SignInRequest(
            Service.IMAP,
            "alice",
            Example.typed(SECRET),
            client(address),
            clientName,
            0,
            reason -> {},
            Optional.empty());
    history.record(new AuditEvent.SignInDecided(request, Optional.of(account), outcome, detail, 1));
  }

  private void granted(String address) {
    signIn(address, "Mail", new SignInOutcome.Granted(ACCOUNT, session()), ACCOUNT, "");
  }

  private void denied(String address) {
    signIn(address, "", WRONG, ACCOUNT, "");
  }

  private static LiveSession session() {
    return new LiveSessions(new RecentChanges(), event -> {}, () -> NOW)
        .open(
            new LiveSession.Opening(
                ACCOUNT, PHONE, Service.IMAP, client("192.0.2.1"), "Mail", reason -> {}))
        .orElseThrow();
  }

  private void changed(ChangeKind kind, String target, Optional<Account> after) {
    history.record(
        new AuditEvent.Changed(
            new DirectoryChange(ALICE, after, kind, target, "cn=admin,dc=example", 9)));
  }

  private void later(Duration time) {
    now = now.plus(time);
  }

  private static AccountEvent granted(Instant time, String address) {
    return new AccountEvent(time, Kind.SIGN_IN, "granted", "imap", address, "Mail", "Phone", "");
  }

  private static List<String> whats(List<AccountEvent> events) {
    return events.stream().map(AccountEvent::what).toList();
  }

  @Test
  void ownerSeesNewestFirstWhatIsWrittenAndWhatWaits() {
    granted("192.0.2.1");
    history.flush();
    later(Duration.ofSeconds(1));
    signIn("192.0.2.9", "Old", REVOKED, ACCOUNT, "Tablet");
    assertEquals(
        List.of(
            new AccountEvent(
                now, Kind.SIGN_IN, "revoked", "imap", "192.0.2.9", "Old", "Tablet", ""),
            granted(NOW, "192.0.2.1")),
        history.of(ALICE));
    assertEquals(List.of(granted(NOW, "192.0.2.1")), store.kept.get(ALICE));
    assertEquals(List.of(), history.of(BOB));
  }

  @Test
  void changesAreLabelledAndSayByWhom() {
    changed(
        ChangeKind.APP_PASSWORD_ADDED,
        "cn=My \\+ phone,uid=alice,dc=example",
        Optional.of(ACCOUNT));
    later(Duration.ofSeconds(1));
    changed(ChangeKind.PRIMARY_PASSWORD_CHANGED, "uid=alice,dc=example", Optional.of(ACCOUNT));
    String by = "cn=admin,dc=example";
    assertEquals(
        List.of(
            new AccountEvent(
                now, Kind.CHANGE, ChangeKind.PRIMARY_PASSWORD_CHANGED.id(), "", "", "", "", by),
            new AccountEvent(
                NOW,
                Kind.CHANGE,
                ChangeKind.APP_PASSWORD_ADDED.id(),
                "",
                "",
                "",
                "My + phone",
                by)),
        history.of(ALICE));
  }

  @Test
  void everyChangeOfWhatOneSignsInWithIsToldEachTime() {
    for (int i = 0; i < 3; i++) {
      changed(ChangeKind.RECOVERY_CODE_USED, "uid=alice,dc=example", Optional.of(ACCOUNT));
      later(Duration.ofSeconds(1));
      changed(ChangeKind.ACCOUNT_CHANGED, "uid=alice,dc=example", Optional.of(ACCOUNT));
      later(Duration.ofSeconds(1));
      history.flush();
    }
    List<String> whats = whats(history.of(ALICE));
    assertEquals(3, Collections.frequency(whats, "recovery-code-used"));
    assertEquals(1, Collections.frequency(whats, "account-changed"));
    history.flushAll();
    assertEquals(whats, whats(store.read(ALICE)));
  }

  @Test
  void aServerThatStopsWritesHowLateTheLastRepeatsWere() {
    granted("192.0.2.1");
    history.flush();
    later(Duration.ofSeconds(60));
    granted("192.0.2.1");
    history.flush();
    assertEquals(List.of(granted(NOW, "192.0.2.1")), store.read(ALICE));
    history.flushAll();
    assertEquals(List.of(granted(now, "192.0.2.1")), store.read(ALICE));
  }

  @Test
  void signOutsAndThePortalsActsAreKeptAndClosesAndStopsAreNot() {
    LiveSession session = session();
    history.record(new AuditEvent.SessionClosed(session));
    history.record(new AuditEvent.SignedOut(session, SignOutReason.SERVER_STOPPING));
    portal(PortalAct.ACCOUNT_VIEWED, "uid=bob,ou=people,dc=example,dc=org");
    assertEquals(List.of(), history.of(ALICE));
    history.record(new AuditEvent.SignedOut(session, SignOutReason.REVOKED));
    later(Duration.ofSeconds(1));
    portal(PortalAct.PROFILE_OFFERED, "Phone");
    later(Duration.ofSeconds(1));
    portal(PortalAct.SIGNED_IN, "a detail for the log");
    assertEquals(
        List.of(
            new AccountEvent(now, Kind.PORTAL, "signed-in", "", "192.0.2.1", "", "", ""),
            new AccountEvent(
                NOW.plusSeconds(1),
                Kind.PORTAL,
                "profile-offered",
                "",
                "192.0.2.1",
                "",
                "Phone",
                ""),
            new AccountEvent(
                NOW, Kind.SIGN_OUT, "revoked", "imap", "192.0.2.1", "Mail", "Phone", "")),
        history.of(ALICE));
  }

  @Test
  void onlyTheMeansOfASecondFactorAreToldOfThePortalsDetails() {
    for (PortalAct act :
        List.of(
            PortalAct.SIGNED_IN,
            PortalAct.SECOND_FACTOR_REFUSED,
            PortalAct.SECOND_FACTOR_THROTTLED)) {
      later(Duration.ofSeconds(1));
      portal(act, "recovery-code");
      AccountEvent told = history.of(ALICE).getFirst();
      assertEquals(List.of(act.id(), "recovery-code"), List.of(told.what(), told.label()));
      assertTrue(told.tellsMeans());
      later(Duration.ofSeconds(1));
      portal(act, "a detail for the log");
      assertEquals("", history.of(ALICE).getFirst().label());
    }
    later(Duration.ofSeconds(1));
    portal(PortalAct.SIGN_IN_REFUSED, "passkey");
    assertEquals("", history.of(ALICE).getFirst().label());
    later(Duration.ofSeconds(1));
    portal(PortalAct.PROFILE_OFFERED, "totp");
    assertFalse(history.of(ALICE).getFirst().tellsMeans());
  }

  private void portal(PortalAct act, String detail) {
    portal(act, "192.0.2.1", detail);
  }

  private void portal(PortalAct act, String address, String detail) {
    history.record(
        new AuditEvent.PortalEvent(act, Optional.of(ACCOUNT), "", client(address), detail));
  }

  @Test
  void whatIsNobodysIsInNoHistory() {
    SignInRequest request =
        new SignInRequest(
            Service.IMAP,
            "nobody",
            Example.typed(SECRET),
            client("192.0.2.1"),
            "",
            0,
            reason -> {},
            Optional.empty());
    history.record(
        new AuditEvent.SignInDecided(
            request,
            Optional.empty(),
            new SignInOutcome.Denied(DenialReason.UNKNOWN_ACCOUNT),
            "",
            1));
    history.record(
        new AuditEvent.PortalEvent(
            PortalAct.SIGN_IN_REFUSED, Optional.empty(), "nobody", client("192.0.2.1"), ""));
    changed(ChangeKind.ACCOUNT_DELETED, "uid=alice,dc=example", Optional.empty());
    history.flush();
    assertEquals(0, store.writes);
  }

  @Test
  void repeatsWithinTenMinutesAreOneEventWithTheLatestTime() {
    // At times that are written and times that only memory knows.
    for (int minute : List.of(0, 4, 12, 16, 24, 33, 42, 43, 44)) {
      now = NOW.plus(Duration.ofMinutes(minute));
      granted("192.0.2.1");
      history.flush();
      assertEquals(List.of(granted(now, "192.0.2.1")), history.of(ALICE));
    }
    later(Duration.ofMinutes(10));
    granted("192.0.2.1");
    assertEquals(
        List.of(granted(now, "192.0.2.1"), granted(now.minus(Duration.ofMinutes(10)), "192.0.2.1")),
        history.of(ALICE));
  }

  @Test
  void whatDiffersInAnythingIsAnotherEvent() {
    granted("192.0.2.1");
    granted("192.0.2.2");
    denied("192.0.2.1");
    signIn("192.0.2.1", "", REVOKED, ACCOUNT, "Phone");
    signIn("192.0.2.1", "", REVOKED, ACCOUNT, "Tablet");
    assertEquals(5, history.of(ALICE).size());
  }

  @Test
  void aPollingClientIsWrittenEveryFiveMinutesAtMost() {
    for (int second = 0; second < 3600; second += 5) {
      now = NOW.plusSeconds(second);
      granted("192.0.2.1");
      history.flush();
    }
    assertEquals(12, store.writes);
    assertEquals(List.of(granted(now, "192.0.2.1")), history.of(ALICE));
  }

  @Test
  void aHundredAreKeptAndTheOldestGo() {
    for (int i = 0; i < 150; i++) {
      granted("192.0.2." + i);
      later(Duration.ofSeconds(1));
      if (i % 40 == 0) {
        history.flush();
      }
    }
    List<AccountEvent> events = history.of(ALICE);
    assertEquals(100, events.size());
    assertEquals("192.0.2.149", events.getFirst().address());
    assertEquals("192.0.2.50", events.getLast().address());
    history.flush();
    assertEquals(events, store.kept.get(ALICE));
  }

  @Test
  void strangersCannotPushOutWhatTheOwnerShouldSee() {
    changed(ChangeKind.APP_PASSWORD_ADDED, "cn=Phone,uid=alice,dc=example", Optional.of(ACCOUNT));
    for (int i = 0; i < 60; i++) {
      later(Duration.ofSeconds(1));
      granted("192.0.2." + i);
    }
    for (int i = 0; i < 1000; i++) {
      later(Duration.ofSeconds(1));
      denied("198.51." + i / 250 + "." + i % 250);
    }
    List<AccountEvent> events = history.of(ALICE);
    assertEquals(100, events.size());
    assertEquals(50, events.stream().filter(each -> each.origin() != Origin.OWNER).count());
    assertEquals("198.51.3.249", events.getFirst().address());
    assertEquals("192.0.2.59", events.get(50).address());
  }

  @Test
  void whoeverGuessesCannotPushOutThatSomebodyKnowsAPassword() {
    portal(PortalAct.PRIMARY_PASSWORD_GIVEN, "");
    later(Duration.ofSeconds(1));
    portal(PortalAct.SECOND_FACTOR_REFUSED, "totp");
    signIn("192.0.2.9", "", REVOKED, ACCOUNT, "Old phone");
    for (int i = 0; i < 1000; i++) {
      later(Duration.ofSeconds(1));
      denied("198.51." + i / 250 + "." + i % 250);
    }
    List<String> whats = whats(history.of(ALICE));
    assertEquals(
        List.of("second-factor-refused", "revoked", "primary-password-given"),
        whats.stream().filter(each -> !each.equals("wrong-password")).toList());
    assertEquals(100, whats.size());
  }

  @Test
  void whoeverGuessesUnderManyNamesIsOneEvent() {
    for (int i = 0; i < 200; i++) {
      signIn("192.0.2.1", "n" + i, WRONG, ACCOUNT, "");
      history.flush();
    }
    assertEquals(List.of("wrong-password"), whats(history.of(ALICE)));
  }

  @ParameterizedTest
  @EnumSource(names = {"SECOND_FACTOR_REFUSED", "SECOND_FACTOR_THROTTLED"})
  void guessedSecondFactorsCannotPushOutWhatTheOwnerShouldSee(PortalAct refusal) {
    for (int i = 0; i < 60; i++) {
      later(Duration.ofSeconds(1));
      granted("192.0.2." + i);
    }
    for (int i = 0; i < 200; i++) {
      later(Duration.ofSeconds(1));
      portal(refusal, "198.51.100." + i, "");
    }
    List<String> whats = whats(history.of(ALICE));
    assertEquals(100, whats.size());
    assertEquals(50, Collections.frequency(whats, refusal.id()));
  }

  @Test
  void refusalsMayTakeThePlacesThatNothingElseNeeds() {
    changed(ChangeKind.APP_PASSWORD_ADDED, "cn=Phone,uid=alice,dc=example", Optional.of(ACCOUNT));
    for (int i = 0; i < 200; i++) {
      later(Duration.ofSeconds(1));
      denied("192.0.2." + i);
    }
    List<AccountEvent> events = history.of(ALICE);
    assertEquals(100, events.size());
    assertEquals(ChangeKind.APP_PASSWORD_ADDED.id(), events.getLast().what());
  }

  @Test
  void historyOutlivesARestart() {
    granted("192.0.2.1");
    history.flush();
    AccountHistory next = new AccountHistory(store, () -> now);
    assertEquals(List.of(granted(NOW, "192.0.2.1")), next.of(ALICE));
  }

  @Test
  void whatCannotBeWrittenWaitsUpToALimit() {
    AccountHistory bounded = new AccountHistory(store, () -> now, 3);
    store.down = true;
    for (String label : List.of("a", "b", "c", "d")) {
      bounded.record(added(label));
      bounded.flush();
      later(Duration.ofSeconds(1));
    }
    assertThrows(DirectoryUnavailableException.class, () -> bounded.of(ALICE));
    store.down = false;
    assertEquals(List.of("c", "b", "a"), labels(bounded.of(ALICE)));
    bounded.flush();
    assertEquals(List.of("c", "b", "a"), labels(store.read(ALICE)));
    // There is room again, and what was lost may be told again.
    bounded.record(added("d"));
    assertEquals(List.of("d", "c", "b", "a"), labels(bounded.of(ALICE)));
  }

  private static AuditEvent added(String label) {
    String target = "cn=" + label + ",uid=alice";
    return new AuditEvent.Changed(
        new DirectoryChange(
            ALICE, Optional.of(ACCOUNT), ChangeKind.APP_PASSWORD_ADDED, target, "cn=admin", 9));
  }

  private static List<String> labels(List<AccountEvent> events) {
    return events.stream().map(AccountEvent::label).toList();
  }

  @Test
  void manyAccountsAreWrittenInFewTransactions() {
    for (int i = 0; i < 2500; i++) {
      AccountId id = AccountId.of("%08d-0000-0000-0000-000000000000".formatted(i));
      Account account = Example.account(id, 1, false, java.util.Set.of("a"), List.of());
      signIn("192.0.2.1", "", WRONG, account, "");
    }
    history.flush();
    assertEquals(3, store.writes);
    assertEquals(2500, store.kept.size());
  }

  @Test
  void devicesThatStillTryARevokedAppPasswordAreToldByLabel() {
    for (String label : List.of("Tablet", "Old phone", "Tablet")) {
      signIn("192.0.2.1", label, REVOKED, ACCOUNT, label);
      later(Duration.ofMinutes(11));
    }
    denied("192.0.2.1");
    granted("192.0.2.1");
    history.record(new AuditEvent.SignedOut(session(), SignOutReason.REVOKED));
    List<AccountEvent> trying = history.stillTrying(ALICE);
    assertEquals(List.of("Tablet", "Old phone"), trying.stream().map(AccountEvent::label).toList());
    assertEquals(NOW.plus(Duration.ofMinutes(22)), trying.getFirst().time());
  }

  @Test
  void aLongNameOfAClientIsCut() {
    signIn("192.0.2.1", "x".repeat(10_000), WRONG, ACCOUNT, "");
    assertTrue(history.of(ALICE).getFirst().client().length() <= 128);
  }
}
