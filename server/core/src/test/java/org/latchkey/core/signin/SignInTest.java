// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.signin;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latchkey.core.testing.Example.ALICE;
import static org.latchkey.core.testing.Example.NOW;
import static org.latchkey.core.testing.Example.OTHER_SECRET;
import static org.latchkey.core.testing.Example.SECRET;
import static org.latchkey.core.testing.Example.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.core.account.Service;
import org.latchkey.core.directory.DirectoryUnavailableException;
import org.latchkey.core.directory.UseRecord;
import org.latchkey.core.password.AppPassword;
import org.latchkey.core.password.LastUse;
import org.latchkey.core.password.Tag;
import org.latchkey.core.session.LiveSession;
import org.latchkey.core.testing.AppPasswordBuilder;
import org.latchkey.core.testing.Example;

final class SignInTest extends SignInBench {
  @Test
  void grantedFromMemoryCompletesAtOnceAndAsksNobody() {
    accounts.load("alice");
    int lookUpsBefore = store.lookUps();
    Attempt attempt = attempt("Alice", SECRET);
    SignInOutcome.Granted granted = attempt.granted();
    assertEquals(ALICE, granted.account().id());
    assertEquals(PHONE, granted.session().appPassword());
    assertEquals(List.of(granted.session()), sessions.of(ALICE));
    assertEquals(lookUpsBefore, store.lookUps());
    assertEquals(0, lookUps.waiting());
    assertTrue(timer.delays().isEmpty(), "a success is never delayed");
    assertOneDecision(granted, "");
  }

  @Test
  void anAccountThatIsNotInMemoryIsLookedUpOnAnotherThread() {
    Attempt attempt = attempt("alice", SECRET);
    assertFalse(attempt.outcome.isDone());
    assertEquals(0, store.lookUps());
    lookUps.runAll();
    attempt.granted();
    assertEquals(1, store.lookUps());
    attempt("alice", SECRET).granted();
    assertEquals(1, store.lookUps());
  }

  @Test
  void aGrantIsNotedAsALastUse() {
    accounts.load("alice");
    attempt("alice", SECRET).granted();
    lastUses.flush();
    UseRecord use = store.writtenUses().getFirst().iterator().next();
    assertEquals(PHONE.id(), use.appPassword());
    assertEquals(NOW, use.lastUse().time());
    assertEquals("192.0.2.1", use.lastUse().address());
    assertEquals(Service.IMAP, use.lastUse().service());
    assertEquals("Mail/1.0", use.lastUse().client());
    assertEquals(Optional.empty(), use.renewedTag());
  }

  @Test
  void aNameThatIsSaidOnceSignedInIsTheLastUsesToo() {
    accounts.load("alice");
    LiveSession session = attempt("alice", SECRET).granted().session();
    session.clientName("iPhone Mail");
    lastUses.flush();
    LastUse use = store.writtenUses().getFirst().iterator().next().lastUse();
    assertEquals(new LastUse(NOW, "192.0.2.1", Service.IMAP, "iPhone Mail"), use);
  }

  @Test
  void aTagUnderAnOlderPepperIsNotedToBeRenewed() {
    Tag old = Example.tag(Example.peppers("k1"), ALICE, SECRET);
    store.hold(Example.alice(1, AppPasswordBuilder.like(PHONE).tag(old).build()));
    accounts.load("alice");
    attempt("alice", SECRET).granted();
    lastUses.flush();
    assertEquals(PHONE.tag(), store.writtenUses().getFirst().iterator().next().renewedTag());
  }

  @Test
  void knownAndUnknownUsersAreRefusedThroughTheSameHold() {
    List<Attempt> refused = new ArrayList<>();
    refused.add(attempt("alice", OTHER_SECRET));
    refused.add(attemptFrom("198.51.100.1", "mallory", OTHER_SECRET));
    refused.add(attemptFrom("198.51.100.2", "no\u0000body", OTHER_SECRET));
    lookUps.runAll();
    assertEquals(3, timer.delays().size());
    refused.forEach(each -> assertFalse(each.outcome.isDone()));
    timer.runAll();
    assertEquals(DenialReason.WRONG_PASSWORD, refused.get(0).denied());
    assertEquals(DenialReason.UNKNOWN_ACCOUNT, refused.get(1).denied());
    assertEquals(DenialReason.UNKNOWN_ACCOUNT, refused.get(2).denied());
  }

  @Test
  void aRefusalIsHeldUntilASecondAfterItsArrival() {
    accounts.load("alice");
    // Arrived in an hour, so that no slow machine makes it overdue.
    CompletableFuture<SignInOutcome> _ =
        signIn.attempt(
            new SignInRequest(
                Service.IMAP,
                "alice",
                Example.typed(OTHER_SECRET),
                client("192.0.2.1"),
                "",
                System.nanoTime() + HOUR.toNanos(),
                signedOut::add,
                Optional.empty()));
    Duration delay = timer.delays().getFirst();
    assertTrue(delay.compareTo(HOUR.plusSeconds(1)) <= 0, delay.toString());
    assertTrue(delay.compareTo(Duration.ofMinutes(1)) > 0, delay.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   ", "hunter2", "aaaaa-aaaaa-aaaaa-aaaaa-aaaab"})
  void whatCanBeNoAppPasswordIsRefusedWithoutAskingTheDirectory(String typed) {
    store.failWith(new DirectoryUnavailableException("down"));
    Attempt known = attempt("alice", typed);
    assertEquals(0, lookUps.waiting());
    assertEquals(1, timer.delays().size());
    timer.runAll();
    assertEquals(DenialReason.NOT_AN_APP_PASSWORD, known.denied());
    assertEquals(0, store.lookUps());
  }

  @Test
  void whatCanBeNobodysNameIsRefusedWithoutAskingTheDirectory() {
    Attempt attempt = attempt("al ice", SECRET);
    timer.runAll();
    assertEquals(DenialReason.UNKNOWN_ACCOUNT, attempt.denied());
    assertEquals(0, store.lookUps());
  }

  @Test
  void aRevokedOneIsNamedInTheAuditOnly() {
    store.revoke(ALICE, Set.of(PHONE.id()), "cn=test");
    accounts.load("alice");
    Attempt attempt = attempt("alice", SECRET);
    timer.runAll();
    assertEquals(DenialReason.REVOKED, attempt.denied());
    assertOneDecision(new SignInOutcome.Denied(DenialReason.REVOKED), "iPhone");
  }

  @Test
  void theSecretIsWipedInEveryOutcome() {
    accounts.load("alice");
    Attempt granted = attempt("alice", SECRET);
    granted.granted();
    Attempt denied = attempt("alice", OTHER_SECRET);
    assertFalse(denied.outcome.isDone());
    Attempt malformed = attempt("alice", "hunter2");
    Attempt tooMany = attempt("alice", OTHER_SECRET);
    tooMany.tryLater();
    Attempt unpreparable = attemptFrom("198.51.100.1", "a b", SECRET);
    store.failWith(new DirectoryUnavailableException("down"));
    Attempt down = attempt("bob", SECRET);
    lookUps.runAll();
    down.tryLater();
    for (Attempt each : List.of(granted, denied, malformed, tooMany, unpreparable, down)) {
      assertArrayEquals(new byte[each.typed.length], each.typed);
    }
  }

  @Test
  void tooManyHeldRefusalsMeanTryLater() {
    accounts.load("alice");
    attempt("alice", OTHER_SECRET);
    attempt("alice", "hunter2");
    assertEquals("too many refusals held", attempt("alice", "hunter3").tryLater());
    assertEquals(2, timer.delays().size());
    attempt("alice", SECRET).granted();
  }

  @Test
  void theSessionAtHandIsKeptForTheSameAppPasswordAndService() {
    accounts.load("alice");
    LiveSession first = attempt("alice", SECRET).granted().session();
    assertSame(first, again(Service.IMAP, SECRET, first).granted().session());
    assertEquals(1, sessions.count());
  }

  @Test
  void anotherServiceOrAppPasswordOpensAnotherSession() {
    AppPassword laptop = AppPasswordBuilder.of(OTHER_SECRET).label("laptop").build();
    store.hold(Example.alice(1, PHONE, laptop));
    accounts.load("alice");
    LiveSession first = attempt("alice", SECRET).granted().session();
    LiveSession smtp = again(Service.SMTP, SECRET, first).granted().session();
    LiveSession other = again(Service.IMAP, OTHER_SECRET, first).granted().session();
    assertEquals(Service.SMTP, smtp.service());
    assertEquals(laptop, other.appPassword());
    assertEquals(3, sessions.count());
  }
}
