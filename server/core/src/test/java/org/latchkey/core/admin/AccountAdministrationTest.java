// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latchkey.core.testing.Example.ALICE;
import static org.latchkey.core.testing.Example.BOB;

import com.github.benmanes.caffeine.cache.Ticker;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.latchkey.core.account.Account;
import org.latchkey.core.directory.DirectoryRefusalException;
import org.latchkey.core.directory.DirectoryRefusalException.Kind;
import org.latchkey.core.factor.EnrolledFactors;
import org.latchkey.core.factor.FactorParts;
import org.latchkey.core.factor.Passkey;
import org.latchkey.core.factor.RelyingParty;
import org.latchkey.core.factor.SecondFactors;
import org.latchkey.core.password.AppPasswordDraft;
import org.latchkey.core.password.AppPasswordId;
import org.latchkey.core.password.AppPasswordRules;
import org.latchkey.core.password.AppPasswords;
import org.latchkey.core.password.SealedSecrets;
import org.latchkey.core.password.SecondFactorNeededException;
import org.latchkey.core.password.SecondFactorProof;
import org.latchkey.core.password.SecondFactorProof.FreshSecondFactor;
import org.latchkey.core.testing.Example;
import org.latchkey.core.testing.FakeDirectoryStore;

/** Bob is an admin, and alice isn't. */
final class AccountAdministrationTest {
  private static final FreshSecondFactor BOBS = new FreshSecondFactor(BOB, "uid=bob", 0);
  private static final FreshSecondFactor ALICES = new FreshSecondFactor(ALICE, "uid=alice", 0);

  private long nanos;
  private final FakeDirectoryStore store = new FakeDirectoryStore();
  private final AppPasswords appPasswords =
      new AppPasswords(store, Example.PEPPERS, new SecureRandom());
  private final SecondFactors factors =
      new SecondFactors(
          new FactorParts(
              store,
              Example.PEPPERS,
              new SealedSecrets(Example.PEPPERS, new SecureRandom()),
              () -> new RelyingParty("localhost", "Latchkey", Set.of("https://localhost")),
              new AppPasswordRules(25),
              new SecureRandom(),
              () -> Example.NOW,
              Ticker.systemTicker()));
  private final AccountAdministration administration =
      new AccountAdministration(store, appPasswords, factors, () -> nanos);

  /** One of the things that an admin does to alice's account. */
  interface Act {
    void by(AccountAdministration administration, FreshSecondFactor proof);
  }

  static Stream<Act> acts() {
    AppPasswordId any = AppPasswordId.of("11111111-1111-1111-1111-111111111111");
    return Stream.of(
        (all, proof) -> all.revoke(proof, ALICE, any),
        (all, proof) -> all.revokeAll(proof, ALICE),
        (all, proof) -> all.resetSecondFactors(proof, ALICE),
        (all, proof) -> all.disable(proof, ALICE),
        (all, proof) -> all.enable(proof, ALICE));
  }

  @BeforeEach
  void theyHaveAccounts() {
    store.hold(Example.alice(1));
    store.hold(Example.account(BOB, 1, false, Set.of("bob"), List.of()));
    store.makeAdmin(BOB);
  }

  private Account alice() {
    return store.find(ALICE).orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("acts")
  void toWhoeverIsNoAdminThereIsNoSuchAccount(Act act) {
    DirectoryRefusalException refused =
        assertThrows(DirectoryRefusalException.class, () -> act.by(administration, ALICES));
    assertEquals(Kind.NOT_FOUND, refused.kind());
  }

  @ParameterizedTest
  @MethodSource("acts")
  void anAdminsSecondFactorIsGoodForFiveMinutes(Act act) {
    nanos = SecondFactorProof.FRESH.toNanos() + 1;
    assertThrows(SecondFactorNeededException.class, () -> act.by(administration, BOBS));
  }

  @Test
  void anAdminRevokesOneOrAll() {
    AppPasswordId phone = made("Phone");
    made("Laptop");
    made("Tablet");
    administration.revoke(BOBS, ALICE, phone);
    assertTrue(alice().appPassword(phone).isEmpty());
    assertEquals(2, administration.revokeAll(BOBS, ALICE));
    assertTrue(alice().appPasswords().isEmpty());
  }

  private AppPasswordId made(String label) {
    AppPasswordDraft draft = AppPasswordDraft.named(label);
    return store.addAppPassword(ALICE, draft, Example.tag(ALICE, Example.SECRET), "uid=alice");
  }

  @Test
  void anAdminTakesSecondFactorsAway() {
    Passkey passkey = new Passkey("id", "data", 1, "key", Example.MADE);
    EnrolledFactors some = new EnrolledFactors(Optional.empty(), List.of(passkey), List.of());
    assertTrue(store.replaceFactors(ALICE, EnrolledFactors.NONE, some, "uid=alice"));
    administration.resetSecondFactors(BOBS, ALICE);
    assertEquals(EnrolledFactors.NONE, alice().factors());
  }

  @Test
  void anAdminShutsThemselvesNotOut() {
    for (Runnable act :
        List.<Runnable>of(
            () -> administration.resetSecondFactors(BOBS, BOB),
            () -> administration.disable(BOBS, BOB))) {
      DirectoryRefusalException refused = assertThrows(DirectoryRefusalException.class, act::run);
      assertEquals(Kind.INVALID, refused.kind());
    }
    assertFalse(store.find(BOB).orElseThrow().disabled());
  }

  @Test
  void anAdminDisablesAndEnables() {
    administration.disable(BOBS, ALICE);
    assertTrue(alice().disabled());
    administration.enable(BOBS, ALICE);
    assertFalse(alice().disabled());
  }
}
