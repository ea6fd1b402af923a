// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.password;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latchkey.core.testing.Example.ALICE;
import static org.latchkey.core.testing.Example.BOB;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.latchkey.config.Cidr;
import org.latchkey.core.account.Service;
import org.latchkey.core.directory.DirectoryUnavailableException;
import org.latchkey.core.password.SecondFactorProof.AdminAuthority;
import org.latchkey.core.password.SecondFactorProof.FreshSecondFactor;
import org.latchkey.core.testing.Example;
import org.latchkey.core.testing.FakeDirectoryStore;

final class AppPasswordsTest {
  private static final FreshSecondFactor PROOF =
      new FreshSecondFactor(ALICE, "uid=alice,ou=people,dc=example,dc=org", 0);

  private long nanos;
  private final FakeDirectoryStore store = new FakeDirectoryStore();
  private final AppPasswords appPasswords =
      new AppPasswords(store, Example.PEPPERS, new SecureRandom(), () -> nanos);

  @BeforeEach
  void aliceHasAnAccount() {
    store.hold(Example.alice(1));
  }

  @Test
  void theGeneratedSecretMatchesTheTagThatIsStored() {
    try (GeneratedAppPassword made =
        appPasswords.generate(PROOF, ALICE, AppPasswordDraft.named("iPhone"))) {
      AppPassword stored = stored(made.id());
      assertEquals("iPhone", stored.label());
      assertEquals(PROOF.dn(), stored.madeBy());
      assertEquals(Service.defaults(), stored.services());
      assertTrue(matches(made.secret(), stored.tag().orElseThrow()));
    }
  }

  @Test
  void aSecondFactorIsGoodForFiveMinutes() {
    AppPasswordDraft draft = AppPasswordDraft.named("iPhone");
    nanos = SecondFactorProof.FRESH.toNanos() + 1;
    assertThrows(
        SecondFactorNeededException.class,
        () -> appPasswords.generate(PROOF, ALICE, draft).close());
    nanos = SecondFactorProof.FRESH.toNanos();
    assertDoesNotThrow(() -> appPasswords.generate(PROOF, ALICE, draft).close());
  }

  @Test
  void anAppPasswordIsNotForLdapUnlessThatIsAskedFor() {
    assertFalse(AppPasswordDraft.named("iPhone").services().contains(Service.LDAP));
  }

  @Test
  void aNewSecretTakesTheOldOnesPlace() {
    try (GeneratedAppPassword first =
            appPasswords.generate(PROOF, ALICE, AppPasswordDraft.named("iPhone"));
        GeneratedAppPassword second = appPasswords.regenerate(PROOF, ALICE, first.id())) {
      Tag tag = stored(first.id()).tag().orElseThrow();
      assertEquals(first.id(), second.id());
      assertFalse(Arrays.equals(first.secret().octets(), second.secret().octets()));
      assertFalse(matches(first.secret(), tag));
      assertTrue(matches(second.secret(), tag));
    }
  }

  @Test
  void anotherAccountsSecondFactorIsNoProof() {
    store.hold(Example.account(BOB, 1, false, Set.of("bob"), List.of()));
    AppPasswordDraft draft = AppPasswordDraft.named("iPhone");
    assertThrows(
        SecondFactorNeededException.class, () -> appPasswords.generate(PROOF, BOB, draft).close());
    try (GeneratedAppPassword bobs =
        appPasswords.generate(new AdminAuthority("cn=admin"), BOB, draft)) {
      assertThrows(
          SecondFactorNeededException.class,
          () -> appPasswords.regenerate(PROOF, BOB, bobs.id()).close());
    }
    assertEquals(1, store.find(BOB).orElseThrow().appPasswords().size());
  }

  @Test
  void anAdminMakesOneForAnybody() {
    AdminAuthority admin = new AdminAuthority("cn=admin");
    try (GeneratedAppPassword made =
        appPasswords.generate(admin, ALICE, AppPasswordDraft.named("x"))) {
      assertEquals("cn=admin", stored(made.id()).madeBy());
    }
  }

  @Test
  void anOutageMakesNothing() {
    store.failWith(new DirectoryUnavailableException("down"));
    assertThrows(
        DirectoryUnavailableException.class,
        () -> appPasswords.generate(PROOF, ALICE, AppPasswordDraft.named("x")).close());
    store.failWith(null);
    assertEquals(List.of(), store.find(ALICE).orElseThrow().appPasswords());
  }

  @Test
  void changeTakesTheWholeDraftAndLeavesTheSecret() {
    try (GeneratedAppPassword made =
        appPasswords.generate(PROOF, ALICE, AppPasswordDraft.named("iPhone"))) {
      AppPasswordDraft draft =
          new AppPasswordDraft(
              "Phone", Set.of(Service.SMTP), Optional.of(Example.NOW), List.of(), Optional.empty());
      appPasswords.change(PROOF, ALICE, made.id(), draft);
      AppPassword changed = stored(made.id());
      assertEquals("Phone", changed.label());
      assertEquals(Set.of(Service.SMTP), changed.services());
      assertEquals(Optional.of(Example.NOW), changed.expires());
      assertTrue(matches(made.secret(), changed.tag().orElseThrow()));
    }
  }

  @Test
  void whatLetsMoreInNeedsAFreshSecondFactorAndWhatLetsLessInDoesNot() {
    AppPasswordDraft limited =
        new AppPasswordDraft(
            "iPhone",
            Set.of(Service.IMAP),
            Optional.of(Example.NOW),
            List.of(Cidr.parse("192.0.2.0/24"), Cidr.parse("198.51.100.0/24")),
            Optional.of(Duration.ofDays(30)));
    AppPasswordId id;
    try (GeneratedAppPassword made = appPasswords.generate(PROOF, ALICE, limited)) {
      id = made.id();
    }
    nanos = SecondFactorProof.FRESH.toNanos() + 1;
    for (AppPasswordDraft wider :
        List.of(
            AppPasswordDraft.named("iPhone"),
            with(limited, Set.of(Service.IMAP, Service.SMTP)),
            with(limited, Optional.of(Example.NOW.plusSeconds(1))),
            with(limited, List.of(Cidr.parse("192.0.2.0/23"))))) {
      assertThrows(
          SecondFactorNeededException.class, () -> appPasswords.change(PROOF, ALICE, id, wider));
    }
    appPasswords.change(PROOF, ALICE, id, with(limited, List.of(Cidr.parse("192.0.2.0/24"))));
    assertEquals(List.of(Cidr.parse("192.0.2.0/24")), stored(id).networks());
  }

  private static AppPasswordDraft with(AppPasswordDraft draft, Set<Service> services) {
    return new AppPasswordDraft(
        draft.label(), services, draft.expires(), draft.networks(), draft.idleLimit());
  }

  private static AppPasswordDraft with(AppPasswordDraft draft, Optional<Instant> expires) {
    return new AppPasswordDraft(
        draft.label(), draft.services(), expires, draft.networks(), draft.idleLimit());
  }

  private static AppPasswordDraft with(AppPasswordDraft draft, List<Cidr> networks) {
    return new AppPasswordDraft(
        draft.label(), draft.services(), draft.expires(), networks, draft.idleLimit());
  }

  @Test
  void revokedOnesAreGoneAndTheOthersStay() {
    List<AppPasswordId> ids = new ArrayList<>();
    for (String label : List.of("a", "b", "c")) {
      try (GeneratedAppPassword made =
          appPasswords.generate(PROOF, ALICE, AppPasswordDraft.named(label))) {
        ids.add(made.id());
      }
    }
    appPasswords.revoke(ALICE, Set.of(ids.get(1)), "cn=test");
    assertEquals(List.of("a", "c"), labels());
    assertEquals(2, appPasswords.revokeAll(ALICE, "cn=test"));
    assertEquals(List.of(), labels());
  }

  private List<String> labels() {
    return store.find(ALICE).orElseThrow().appPasswords().stream().map(AppPassword::label).toList();
  }

  private AppPassword stored(AppPasswordId id) {
    return store.find(ALICE).orElseThrow().appPassword(id).orElseThrow();
  }

  private static boolean matches(Secret canonical, Tag tag) {
    return Example.PEPPERS.check(ALICE, canonical).matches(tag);
  }
}
