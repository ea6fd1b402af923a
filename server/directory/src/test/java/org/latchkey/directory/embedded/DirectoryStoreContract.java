// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.latchkey.config.Cidr;
import org.latchkey.core.account.Account;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.account.Service;
import org.latchkey.core.directory.ChangeKind;
import org.latchkey.core.directory.DirectoryChange;
import org.latchkey.core.directory.DirectoryRefusalException;
import org.latchkey.core.directory.DirectoryRefusalException.Kind;
import org.latchkey.core.directory.DirectoryStore;
import org.latchkey.core.directory.UseRecord;
import org.latchkey.core.factor.EnrolledFactors;
import org.latchkey.core.factor.EnrolledTotp;
import org.latchkey.core.factor.Passkey;
import org.latchkey.core.factor.RecoveryCodeHash;
import org.latchkey.core.password.AppPassword;
import org.latchkey.core.password.AppPasswordDraft;
import org.latchkey.core.password.AppPasswordFormat;
import org.latchkey.core.password.AppPasswordId;
import org.latchkey.core.password.LastUse;
import org.latchkey.core.password.Peppers;
import org.latchkey.core.password.SealedSecret;
import org.latchkey.core.password.Secret;
import org.latchkey.core.password.Tag;
import org.latchkey.core.password.Tombstone;

/** What every directory store has to do. A store's own test makes one with the account alice. */
abstract class DirectoryStoreContract {
  private static final String BY = "cn=somebody,dc=example,dc=org";

  private final Peppers peppers = peppers("1");

  /** The store, with an account alice (uid alice, mail alice@example.org) that holds nothing. */
  abstract DirectoryStore store();

  /** The changes it has told so far. */
  abstract List<DirectoryChange> changes();

  /** Stops it and starts it on what it left. */
  abstract void restart() throws Exception;

  /** Makes the account of this DN one of the directory's admins, as an admin does. */
  abstract void makeAdmin(String dn) throws Exception;

  static Peppers peppers(String kid) {
    SequencedMap<String, byte[]> keys = new LinkedHashMap<>();
    keys.put(kid, new byte[Peppers.KEY_BYTES]);
    return new Peppers(keys);
  }

  private Account alice() {
    return store().findByLogin("alice").orElseThrow();
  }

  private Tag tag() {
    try (Secret secret = AppPasswordFormat.generate(new SecureRandom())) {
      return peppers.tag(alice().id(), secret);
    }
  }

  private AppPasswordId add(String label) {
    return store().addAppPassword(alice().id(), AppPasswordDraft.named(label), tag(), BY);
  }

  @Test
  void anAccountIsFoundByEachOfItsNamesAndById() {
    assertEquals(Set.of("alice", "alice@example.org"), alice().logins());
    assertEquals(alice().id(), store().findByLogin("alice@example.org").orElseThrow().id());
    assertEquals(alice().dn(), store().find(alice().id()).orElseThrow().dn());
    assertTrue(store().findByLogin("nobody").isEmpty());
  }

  @Test
  void whatADraftHoldsIsWhatIsRead() {
    Instant expires = Instant.parse("2031-02-03T04:05:06Z");
    AppPasswordDraft draft =
        new AppPasswordDraft(
            "Phone, \"new\" + <odd>; #1 \\ =",
            Set.of(Service.IMAP, Service.LDAP),
            Optional.of(expires),
            List.of(Cidr.parse("192.0.2.0/24"), Cidr.parse("2001:db8::/32")),
            Optional.of(Duration.ofDays(90)));
    Tag tag = tag();
    AppPasswordId id = store().addAppPassword(alice().id(), draft, tag, BY);
    AppPassword read = alice().appPassword(id).orElseThrow();
    assertEquals(draft.label(), read.label());
    assertEquals(draft.services(), read.services());
    assertEquals(draft.expires(), read.expires());
    assertEquals(Set.copyOf(draft.networks()), Set.copyOf(read.networks()));
    assertEquals(draft.idleLimit(), read.idleLimit());
    assertEquals(Optional.of(tag), read.tag());
    assertEquals(BY, read.madeBy());
  }

  @Test
  void aChangeIsToldWithTheAccountAfterItBeforeTheCallReturns() {
    AppPasswordId id = add("Phone");
    DirectoryChange change = changes().getLast();
    assertEquals(alice().id(), change.account());
    assertTrue(change.now().orElseThrow().appPassword(id).isPresent());
    assertEquals(BY, change.by());
    assertTrue(change.now().orElseThrow().version() >= change.version());
  }

  @Test
  void versionsGrowWithEachChange() {
    add("one");
    add("two");
    List<Long> versions = changes().stream().map(DirectoryChange::version).toList();
    assertEquals(versions.stream().sorted().distinct().toList(), versions);
  }

  @Test
  void changingTakesOverEverythingAndKeepsTheSecret() {
    AppPasswordId id = add("Phone");
    Tag tag = alice().appPassword(id).orElseThrow().tag().orElseThrow();
    AppPasswordDraft changed =
        new AppPasswordDraft(
            "Tablet", Set.of(Service.CALDAV), Optional.empty(), List.of(), Optional.empty());
    store().changeAppPassword(alice().id(), id, changed, BY);
    AppPassword read = alice().appPassword(id).orElseThrow();
    assertEquals("Tablet", read.label());
    assertEquals(Set.of(Service.CALDAV), read.services());
    assertEquals(Optional.of(tag), read.tag());
  }

  @Test
  void anotherSecretHasAnotherTimeOfMaking() {
    AppPasswordId id = add("Phone");
    AppPassword before = alice().appPassword(id).orElseThrow();
    Tag tag = tag();
    store().replaceSecret(alice().id(), id, tag, BY);
    AppPassword after = alice().appPassword(id).orElseThrow();
    assertEquals(Optional.of(tag), after.tag());
    assertFalse(after.secretMade().isBefore(before.secretMade()));
  }

  @Test
  void revokingLeavesTheOthersAndATombstone() {
    AppPasswordId phone = add("Phone");
    AppPasswordId laptop = add("Laptop");
    store().revoke(alice().id(), Set.of(phone), BY);
    assertTrue(alice().appPassword(phone).isEmpty());
    assertTrue(alice().appPassword(laptop).isPresent());
    assertEquals("Phone", alice().tombstones().getFirst().label());
  }

  @Test
  void revokingWhatIsGoneIsNoError() {
    AppPasswordId phone = add("Phone");
    store().revoke(alice().id(), Set.of(phone), BY);
    store().revoke(alice().id(), Set.of(phone), BY);
    assertTrue(alice().appPasswords().isEmpty());
  }

  @Test
  void revokingAllTellsHowMany() {
    add("one");
    add("two");
    assertEquals(2, store().revokeAll(alice().id(), BY));
    assertEquals(0, store().revokeAll(alice().id(), BY));
    assertTrue(alice().appPasswords().isEmpty());
  }

  @Test
  void aFirstPrimaryPasswordRevokesNothing() {
    assertTrue(alice().primaryPasswordHash().isEmpty());
    add("one");
    store().replacePrimaryPassword(alice().id(), "{ARGON2}first", BY);
    assertEquals(1, alice().appPasswords().size());
    assertEquals(ChangeKind.PRIMARY_PASSWORD_CHANGED, changes().getLast().kind());
  }

  @Test
  void anotherPrimaryPasswordRevokesAll() {
    store().replacePrimaryPassword(alice().id(), "{ARGON2}first", BY);
    add("one");
    add("two");
    store().replacePrimaryPassword(alice().id(), "{ARGON2}anything", BY);
    assertTrue(alice().appPasswords().isEmpty());
    assertEquals(Optional.of("{ARGON2}anything"), alice().primaryPasswordHash());
    assertEquals(2, alice().tombstones().size());
    List<DirectoryChange> told = changes();
    assertEquals(
        List.of(
            ChangeKind.APP_PASSWORD_REVOKED,
            ChangeKind.APP_PASSWORD_REVOKED,
            ChangeKind.PRIMARY_PASSWORD_CHANGED),
        told.subList(told.size() - 3, told.size()).stream().map(DirectoryChange::kind).toList());
  }

  @Test
  void tombstonesAreAsManyAsAreKept() {
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 10; i++) {
        add("device " + i);
      }
      store().revokeAll(alice().id(), BY);
    }
    assertEquals(25, alice().tombstones().size());
  }

  @Test
  void aTakenLabelIsRefused() {
    add("Phone");
    DirectoryRefusalException refused =
        assertThrows(DirectoryRefusalException.class, () -> add("PHONE"));
    assertEquals(Kind.ALREADY_EXISTS, refused.kind());
  }

  /** A label is kept as it was written, and compared without what nobody sees in it. */
  @Test
  void joinersMakeNoOtherLabel() {
    String phones = "\u06af\u0648\u0634\u06cc\u200c\u0647\u0627";
    AppPasswordId id = add(phones);
    assertEquals(phones, alice().appPassword(id).orElseThrow().label());
    DirectoryRefusalException refused =
        assertThrows(DirectoryRefusalException.class, () -> add(phones.replace("\u200c", "")));
    assertEquals(Kind.ALREADY_EXISTS, refused.kind());
    store()
        .changeAppPassword(
            alice().id(), id, AppPasswordDraft.named(phones.replace("\u200c", "")), BY);
    store().changeAppPassword(alice().id(), id, AppPasswordDraft.named(phones), BY);
    assertEquals(phones, alice().appPassword(id).orElseThrow().label());
  }

  @Test
  void aLabelThatBreaksARuleIsRefusedInWords() {
    for (String label : List.of("", "  ", "x".repeat(65), "a\u202eb")) {
      DirectoryRefusalException refused =
          assertThrows(DirectoryRefusalException.class, () -> add(label));
      assertEquals(Kind.INVALID, refused.kind());
      assertTrue(String.valueOf(refused.getMessage()).startsWith("a label "), label);
    }
  }

  @Test
  void aChangeWithATakenLabelChangesNothing() {
    AccountId alice = alice().id();
    store().addAppPassword(alice, AppPasswordDraft.named("taken"), tag(), BY);
    AppPasswordId id = store().addAppPassword(alice, AppPasswordDraft.named("iPhone"), tag(), BY);
    AppPassword before = alice().appPassword(id).orElseThrow();
    int told = changes().size();
    AppPasswordDraft draft =
        new AppPasswordDraft(
            "Taken", Set.of(Service.SMTP), Optional.empty(), List.of(), Optional.empty());
    DirectoryRefusalException refused =
        assertThrows(
            DirectoryRefusalException.class, () -> store().changeAppPassword(alice, id, draft, BY));
    assertEquals(Kind.ALREADY_EXISTS, refused.kind());
    assertEquals(before, alice().appPassword(id).orElseThrow());
    assertEquals(told, changes().size());
  }

  @Test
  void whatHasExpiredForLongestGivesItsPlace() {
    for (int i = 0; i < 23; i++) {
      add("device " + i);
    }
    addExpired("expired", Instant.parse("2026-01-02T00:00:00Z"));
    addExpired("longest expired", Instant.parse("2026-01-01T00:00:00Z"));
    add("one more");
    assertEquals(25, alice().appPasswords().size());
    assertEquals(
        List.of("longest expired"), alice().tombstones().stream().map(Tombstone::label).toList());
    List<DirectoryChange> told = changes();
    assertEquals(ChangeKind.APP_PASSWORD_REVOKED, told.get(told.size() - 2).kind());
    assertTrue(told.get(told.size() - 2).target().startsWith("cn=longest expired,"));
  }

  private void addExpired(String label, Instant expired) {
    AppPasswordDraft draft =
        new AppPasswordDraft(
            label, Set.of(Service.IMAP), Optional.of(expired), List.of(), Optional.empty());
    store().addAppPassword(alice().id(), draft, tag(), BY);
  }

  @Test
  void oneTooManyIsRefused() {
    for (int i = 0; i < 25; i++) {
      add("device " + i);
    }
    DirectoryRefusalException refused =
        assertThrows(DirectoryRefusalException.class, () -> add("one more"));
    assertEquals(Kind.LIMIT_REACHED, refused.kind());
  }

  @Test
  void theLimitHoldsForManyAtOnceOnVirtualThreads() throws Exception {
    AccountId alice = alice().id();
    Tag tag = tag();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> all = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        AppPasswordDraft draft = AppPasswordDraft.named("n" + i);
        all.add(threads.submit(() -> added(alice, draft, tag)));
      }
      int added = 0;
      for (Future<Boolean> each : all) {
        added += each.get() ? 1 : 0;
      }
      assertEquals(25, added);
    }
    assertEquals(25, alice().appPasswords().size());
  }

  private boolean added(AccountId account, AppPasswordDraft draft, Tag tag) {
    try {
      store().addAppPassword(account, draft, tag, BY);
      return true;
    } catch (DirectoryRefusalException e) {
      assertEquals(Kind.LIMIT_REACHED, e.kind());
      return false;
    }
  }

  @Test
  void anAppPasswordOfAnotherAccountIsNotFound() {
    AppPasswordId unknown = AppPasswordId.of("00000000-0000-4000-8000-000000000000");
    DirectoryRefusalException refused =
        assertThrows(
            DirectoryRefusalException.class,
            () -> store().replaceSecret(alice().id(), unknown, tag(), BY));
    assertEquals(Kind.NOT_FOUND, refused.kind());
  }

  private static SealedSecret sealed(int octet) {
    String octets = Base64.getEncoder().encodeToString(new byte[] {(byte) octet});
    return SealedSecret.parse("{SEAL1}1$" + octets).orElseThrow();
  }

  private static EnrolledFactors totp(long lastStep) {
    return new EnrolledFactors(
        Optional.of(new EnrolledTotp(sealed(1), lastStep)), List.of(), List.of());
  }

  private static RecoveryCodeHash recoveryCode(int octet) {
    byte[] mac = new byte[32];
    mac[0] = (byte) octet;
    return new RecoveryCodeHash("1", Base64.getEncoder().encodeToString(mac));
  }

  private static final EnrolledFactors EVERY_KIND =
      new EnrolledFactors(
          Optional.of(new EnrolledTotp(sealed(1), 58_000_000)),
          List.of(
              new Passkey("Aa_-", "pQEC", 7, "Schlüssel  am Bund", Instant.EPOCH),
              new Passkey("aA_-", "pQEC", 0, "\u202eyek", Instant.EPOCH)),
          List.of(recoveryCode(1), recoveryCode(2)));

  private void replaceFactors(EnrolledFactors now) {
    assertTrue(store().replaceFactors(alice().id(), alice().factors(), now, BY));
  }

  @Test
  void factorsAreReadAsTheyWereWrittenAndARestartKeepsThem() throws Exception {
    assertEquals(EnrolledFactors.NONE, alice().factors());
    replaceFactors(EVERY_KIND);
    restart();
    EnrolledFactors read = alice().factors();
    assertEquals(EVERY_KIND.totp(), read.totp());
    assertEquals(Set.copyOf(EVERY_KIND.passkeys()), Set.copyOf(read.passkeys()));
    assertEquals(Set.copyOf(EVERY_KIND.recoveryCodes()), Set.copyOf(read.recoveryCodes()));
    replaceFactors(EnrolledFactors.NONE);
    restart();
    assertEquals(EnrolledFactors.NONE, alice().factors());
  }

  @Test
  void factorsThatChangedSinceTheyWereReadStay() {
    replaceFactors(totp(1));
    int told = changes().size();
    assertFalse(store().replaceFactors(alice().id(), EnrolledFactors.NONE, totp(2), BY));
    assertEquals(totp(1), alice().factors());
    assertEquals(told, changes().size());
  }

  @Test
  void oneOfManyThatReplaceTheSameFactorsWins() throws Exception {
    AccountId id = alice().id();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (int round = 0; round < 10; round++) {
        EnrolledFactors read = alice().factors();
        CyclicBarrier together = new CyclicBarrier(8);
        List<Callable<Boolean>> all = new ArrayList<>();
        for (int i = 1; i <= 8; i++) {
          EnrolledFactors mine = totp(round * 8L + i);
          all.add(
              () -> {
                together.await();
                return store().replaceFactors(id, read, mine, BY);
              });
        }
        int won = 0;
        for (Future<Boolean> each : threads.invokeAll(all)) {
          won += each.get() ? 1 : 0;
        }
        assertEquals(1, won);
        assertTrue(alice().factors().totp().orElseThrow().lastStep() > round * 8L);
      }
    }
  }

  @Test
  void changesToFactorsSayWhatTheyAre() {
    EnrolledTotp totp = new EnrolledTotp(sealed(1), 1);
    Passkey passkey = new Passkey("id", "data", 1, "key", Instant.EPOCH);
    List<RecoveryCodeHash> codes = List.of(recoveryCode(1), recoveryCode(2));
    assertFactorChange(
        ChangeKind.SECOND_FACTOR_ENROLLED,
        new EnrolledFactors(Optional.of(totp), List.of(), List.of()));
    assertFactorChange(
        ChangeKind.RECOVERY_CODES_MADE, new EnrolledFactors(Optional.of(totp), List.of(), codes));
    totp = new EnrolledTotp(sealed(1), 2);
    assertFactorChange(
        ChangeKind.SECOND_FACTOR_USED, new EnrolledFactors(Optional.of(totp), List.of(), codes));
    assertFactorChange(
        ChangeKind.SECOND_FACTOR_ENROLLED,
        new EnrolledFactors(Optional.of(totp), List.of(passkey), codes));
    passkey = new Passkey("id", "data", 2, "key", Instant.EPOCH);
    assertFactorChange(
        ChangeKind.SECOND_FACTOR_USED,
        new EnrolledFactors(Optional.of(totp), List.of(passkey), codes));
    assertFactorChange(
        ChangeKind.RECOVERY_CODE_USED,
        new EnrolledFactors(Optional.of(totp), List.of(passkey), List.of(recoveryCode(2))));
    assertFactorChange(
        ChangeKind.RECOVERY_CODES_MADE,
        new EnrolledFactors(Optional.of(totp), List.of(passkey), codes));
    totp = new EnrolledTotp(sealed(2), 2);
    assertFactorChange(
        ChangeKind.SECOND_FACTOR_ENROLLED,
        new EnrolledFactors(Optional.of(totp), List.of(passkey), codes));
    assertFactorChange(
        ChangeKind.SECOND_FACTOR_REMOVED,
        new EnrolledFactors(Optional.empty(), List.of(passkey), codes));
    assertFactorChange(ChangeKind.SECOND_FACTORS_RESET, EnrolledFactors.NONE);
  }

  private void assertFactorChange(ChangeKind kind, EnrolledFactors now) {
    replaceFactors(now);
    DirectoryChange change = changes().getLast();
    assertEquals(kind, change.kind());
    assertEquals(BY, change.by());
    assertEquals(now, change.now().orElseThrow().factors());
  }

  @Test
  void aLabelIsKeptWithItsBackslashesAndSpaces() {
    for (String label : List.of("a \u0451", "a\\ \u0451", "a\\\\ \u0451", "\\ \u0451", "#a, b+c")) {
      AppPasswordId id = add(label);
      assertEquals(label, alice().appPassword(id).orElseThrow().label());
      store().changeAppPassword(alice().id(), id, AppPasswordDraft.named(label + "!"), BY);
      assertEquals(label + "!", alice().appPassword(id).orElseThrow().label());
    }
  }

  @Test
  void aPasskeysLabelIsAnyText() {
    for (String label : List.of("\ud83d\udcf1 mine", "100%", "\ue000", "a  b")) {
      Passkey passkey = new Passkey("id", "data", 1, label, Instant.EPOCH);
      replaceFactors(new EnrolledFactors(Optional.empty(), List.of(passkey), List.of()));
      assertEquals(List.of(passkey), alice().factors().passkeys());
    }
  }

  @Test
  void anotherPrimaryPasswordLeavesTheFactors() {
    replaceFactors(totp(1));
    store().replacePrimaryPassword(alice().id(), "{ARGON2}anything", BY);
    assertEquals(totp(1), alice().factors());
  }

  @Test
  void disablingIsToldAndUndoneByEnabling() {
    store().setDisabled(alice().id(), true, BY);
    assertEquals(ChangeKind.ACCOUNT_DISABLED, changes().getLast().kind());
    assertTrue(changes().getLast().now().orElseThrow().disabled());
    assertTrue(alice().disabled());
    store().setDisabled(alice().id(), false, BY);
    assertEquals(ChangeKind.ACCOUNT_ENABLED, changes().getLast().kind());
    assertFalse(changes().getLast().now().orElseThrow().disabled());
  }

  @Test
  void anAdminIsWhoeverIsInTheAdminsGroup() throws Exception {
    assertFalse(store().isAdmin(alice().id()));
    makeAdmin(alice().dn());
    assertTrue(store().isAdmin(alice().id()));
    assertFalse(store().isAdmin(AccountId.of("00000000-0000-4000-8000-000000000000")));
  }

  @Test
  void usesAreRecordedAndToldToNobody() {
    AppPasswordId id = add("Phone");
    int told = changes().size();
    LastUse use =
        new LastUse(
            Instant.parse("2030-01-02T03:04:05Z"), "192.0.2.7", Service.IMAP, "iPhone Mail");
    store().recordUses(List.of(new UseRecord(alice().id(), id, use, Optional.empty())));
    assertEquals(Optional.of(use), alice().appPassword(id).orElseThrow().lastUse());
    assertEquals(told, changes().size());
  }

  @Test
  void aRenewedTagReplacesOneOfAnotherPepperOnly() {
    AppPasswordId id = add("Phone");
    LastUse use = new LastUse(Instant.EPOCH, "192.0.2.7", Service.IMAP, "");
    Tag renewed;
    Tag stale;
    try (Secret secret = AppPasswordFormat.generate(new SecureRandom())) {
      renewed = peppers("2").tag(alice().id(), secret);
      stale = peppers("2").tag(alice().id(), AppPasswordFormat.generate(new SecureRandom()));
    }
    store().recordUses(List.of(new UseRecord(alice().id(), id, use, Optional.of(renewed))));
    assertEquals(Optional.of(renewed), alice().appPassword(id).orElseThrow().tag());
    store().recordUses(List.of(new UseRecord(alice().id(), id, use, Optional.of(stale))));
    assertEquals(Optional.of(renewed), alice().appPassword(id).orElseThrow().tag());
  }

  @Test
  void usesOfWhatIsGoneArePassedOver() {
    AppPasswordId id = add("Phone");
    store().revokeAll(alice().id(), BY);
    LastUse use = new LastUse(Instant.EPOCH, "192.0.2.7", Service.IMAP, "");
    store().recordUses(List.of(new UseRecord(alice().id(), id, use, Optional.empty())));
    assertTrue(alice().appPasswords().isEmpty());
  }
}
