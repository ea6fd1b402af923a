// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.latchkey.core.signin.DenialReason.ACCOUNT_DISABLED;
import static org.latchkey.core.signin.DenialReason.EXPIRED;
import static org.latchkey.core.signin.DenialReason.IDLE_TOO_LONG;
import static org.latchkey.core.signin.DenialReason.NOT_AN_ADMIN;
import static org.latchkey.core.signin.DenialReason.NOT_AN_APP_PASSWORD;
import static org.latchkey.core.signin.DenialReason.REVOKED;
import static org.latchkey.core.signin.DenialReason.UNKNOWN_ACCOUNT;
import static org.latchkey.core.signin.DenialReason.WRONG_NETWORK;
import static org.latchkey.core.signin.DenialReason.WRONG_PASSWORD;
import static org.latchkey.core.signin.DenialReason.WRONG_SERVICE;
import static org.latchkey.core.testing.Example.ALICE;
import static org.latchkey.core.testing.Example.BOB;
import static org.latchkey.core.testing.Example.NOW;
import static org.latchkey.core.testing.Example.OTHER_SECRET;
import static org.latchkey.core.testing.Example.SECRET;
import static org.latchkey.core.testing.Example.client;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.latchkey.core.account.Account;
import org.latchkey.core.account.Service;
import org.latchkey.core.directory.UseRecord;
import org.latchkey.core.password.AppPassword;
import org.latchkey.core.password.LastUse;
import org.latchkey.core.password.LastUses;
import org.latchkey.core.password.Tag;
import org.latchkey.core.password.Tombstone;
import org.latchkey.core.testing.AccountBuilder;
import org.latchkey.core.testing.AppPasswordBuilder;
import org.latchkey.core.testing.Example;
import org.latchkey.core.testing.FakeDirectoryStore;

final class DecisionTest {
  private static final AppPassword GOOD = AppPasswordBuilder.of(SECRET).build();
  private static final AppPassword OTHER =
      AppPasswordBuilder.of(OTHER_SECRET).label("laptop").build();
  private static final Duration MONTH = Duration.ofDays(30);

  private final LastUses lastUses = new LastUses(new FakeDirectoryStore(), Duration.ZERO);

  /** Each row breaks its own rule and all that come after it. */
  static Stream<Arguments> reasonsInOrderOfPrecedence() {
    AppPasswordBuilder worst = AppPasswordBuilder.like(GOOD).services(Service.SMTP);
    AppPassword wrongNetwork = AppPasswordBuilder.like(GOOD).networks("198.51.100.0/24").build();
    AppPassword forAdmins = AppPasswordBuilder.like(wrongNetwork).services(Service.ADMIN).build();
    AppPassword wrongService = AppPasswordBuilder.like(wrongNetwork).services(Service.SMTP).build();
    AppPassword idle = AppPasswordBuilder.like(wrongService).idleLimit(MONTH).build();
    AppPassword expired = AppPasswordBuilder.like(idle).expires(NOW).build();
    AppPassword other = AppPasswordBuilder.like(expired).tag(OTHER.tag().orElseThrow()).build();
    Tombstone buried = new Tombstone(GOOD.tag().orElseThrow(), "old iPhone", NOW);
    return Stream.of(
        arguments(NOT_AN_APP_PASSWORD, "hunter2", Optional.empty(), ""),
        arguments(NOT_AN_APP_PASSWORD, "hunter2", disabled(expired), ""),
        arguments(UNKNOWN_ACCOUNT, SECRET, Optional.empty(), ""),
        arguments(WRONG_PASSWORD, SECRET, disabled(other), ""),
        arguments(WRONG_PASSWORD, SECRET, disabled(), ""),
        arguments(REVOKED, SECRET, buried(true, buried, other), "old iPhone"),
        arguments(ACCOUNT_DISABLED, SECRET, disabled(expired), "iPhone"),
        arguments(EXPIRED, SECRET, enabled(expired), "iPhone"),
        arguments(IDLE_TOO_LONG, SECRET, enabled(idle), "iPhone"),
        arguments(WRONG_SERVICE, SECRET, enabled(wrongService), "iPhone"),
        arguments(NOT_AN_ADMIN, SECRET, enabled(forAdmins), "iPhone"),
        arguments(WRONG_NETWORK, SECRET, enabled(wrongNetwork), "iPhone"),
        arguments(WRONG_SERVICE, SECRET, enabled(OTHER, worst.build()), "iPhone"));
  }

  @ParameterizedTest
  @MethodSource("reasonsInOrderOfPrecedence")
  void theFirstRuleThatIsBrokenIsTheReason(
      DenialReason reason, String typed, Optional<Account> account, String detail) {
    Service service = reason == NOT_AN_ADMIN ? Service.ADMIN : Service.IMAP;
    assertEquals(new Decision.Bad(reason, detail), decide(typed, account, service));
  }

  @ParameterizedTest
  @EnumSource(DenialReason.class)
  void everyReasonComesUp(DenialReason reason) {
    assertEquals(
        true, reasonsInOrderOfPrecedence().anyMatch(row -> row.get()[0] == reason), reason.id());
  }

  @ParameterizedTest
  @EnumSource(Service.class)
  void anAppPasswordIsGoodForItsServicesOnly(Service service) {
    AppPassword one = AppPasswordBuilder.like(GOOD).services(service).build();
    for (Service asked : Service.values()) {
      Decision expected =
          asked == service
              ? new Decision.Good(one, asked, Optional.empty())
              : new Decision.Bad(WRONG_SERVICE, "iPhone");
      Account admin = AccountBuilder.like(Example.alice(1, one)).admin(true).build();
      assertEquals(expected, decide(SECRET, Optional.of(admin), asked));
    }
  }

  @Test
  void ofSeveralServicesTheFirstThatFitsIsTaken() {
    Set<Service> dav = Set.of(Service.CALDAV, Service.CARDDAV);
    AppPassword calendars = AppPasswordBuilder.like(GOOD).services(Service.CALDAV).build();
    AppPassword both =
        AppPasswordBuilder.like(GOOD).services(Service.CALDAV, Service.CARDDAV).build();
    AppPassword mail = AppPasswordBuilder.like(GOOD).services(Service.IMAP).build();
    assertEquals(
        new Decision.Good(calendars, Service.CALDAV, Optional.empty()),
        decide(SECRET, enabled(calendars), dav));
    assertEquals(
        new Decision.Good(both, Service.CARDDAV, Optional.empty()),
        decide(SECRET, enabled(both), dav));
    assertEquals(new Decision.Bad(WRONG_SERVICE, "iPhone"), decide(SECRET, enabled(mail), dav));
  }

  @Test
  void theMatchingOneOfManyIsTaken() {
    assertEquals(
        new Decision.Good(GOOD, Service.IMAP, Optional.empty()),
        decide(SECRET, enabled(OTHER, GOOD), Service.IMAP));
    assertEquals(
        new Decision.Good(OTHER, Service.IMAP, Optional.empty()),
        decide(OTHER_SECRET, enabled(OTHER, GOOD), Service.IMAP));
  }

  @Test
  void whatPeopleTypeIsUnderstood() {
    assertEquals(
        new Decision.Good(GOOD, Service.IMAP, Optional.empty()),
        decide("AAAAA AAAAA AAAAA AAAAA AAAAA", enabled(GOOD), Service.IMAP));
  }

  @Test
  void anActiveOneWinsOverATombstoneOfTheSameSecret() {
    Tombstone buried = new Tombstone(GOOD.tag().orElseThrow(), "old", NOW);
    assertEquals(
        new Decision.Good(GOOD, Service.IMAP, Optional.empty()),
        decide(SECRET, buried(false, buried, GOOD), Service.IMAP));
  }

  @Test
  void oneWithoutASecretYetMatchesNothing() {
    assertEquals(
        new Decision.Bad(WRONG_PASSWORD, ""),
        decide(SECRET, enabled(AppPasswordBuilder.like(GOOD).noTag().build()), Service.IMAP));
  }

  @Test
  void anotherAccountsTagMatchesNothing() {
    AppPassword moved = AppPasswordBuilder.like(GOOD).tag(Example.tag(BOB, SECRET)).build();
    assertEquals(
        new Decision.Bad(WRONG_PASSWORD, ""), decide(SECRET, enabled(moved), Service.IMAP));
  }

  @Test
  void aTagUnderAnOlderPepperIsGoodAndRenewed() {
    Tag old = Example.tag(Example.peppers("k1"), ALICE, SECRET);
    AppPassword aged = AppPasswordBuilder.like(GOOD).tag(old).build();
    assertEquals(
        new Decision.Good(aged, Service.IMAP, GOOD.tag()),
        decide(SECRET, enabled(aged), Service.IMAP));
  }

  @Test
  void aTagUnderAnUnknownPepperMatchesNothing() {
    Tag unknown = Example.tag(Example.peppers("k9"), ALICE, SECRET);
    AppPassword lost = AppPasswordBuilder.like(GOOD).tag(unknown).build();
    assertEquals(new Decision.Bad(WRONG_PASSWORD, ""), decide(SECRET, enabled(lost), Service.IMAP));
  }

  @Test
  void aUseThatOnlyMemoryKnowsKeepsItFromBeingIdle() {
    AppPassword limited = AppPasswordBuilder.like(GOOD).idleLimit(MONTH).build();
    assertEquals(
        new Decision.Bad(IDLE_TOO_LONG, "iPhone"), decide(SECRET, enabled(limited), Service.IMAP));
    LastUse use = new LastUse(NOW.minus(MONTH), "192.0.2.1", Service.IMAP, "");
    lastUses.note(new UseRecord(ALICE, limited.id(), use, Optional.empty()));
    assertInstanceOf(Decision.Good.class, decide(SECRET, enabled(limited), Service.IMAP));
  }

  private Decision decide(String typed, Optional<Account> account, Service service) {
    return decide(typed, account, Set.of(service));
  }

  private Decision decide(String typed, Optional<Account> account, Set<Service> services) {
    SignInRequest request =
        new SignInRequest(
            services,
            "alice",
            Example.typed(typed),
            client("192.0.2.1"),
            "",
            0,
            reason -> {},
            Optional.empty());
    return Decision.on(request, account, Example.PEPPERS, lastUses, NOW);
  }

  private static Optional<Account> enabled(AppPassword... appPasswords) {
    return Optional.of(Example.alice(1, appPasswords));
  }

  private static Optional<Account> disabled(AppPassword... appPasswords) {
    return Optional.of(Example.disabledAlice(1, appPasswords));
  }

  private static Optional<Account> buried(
      boolean disabled, Tombstone tombstone, AppPassword... appPasswords) {
    return Optional.of(
        Example.account(ALICE, 1, disabled, Set.of("alice"), List.of(tombstone), appPasswords));
  }
}
