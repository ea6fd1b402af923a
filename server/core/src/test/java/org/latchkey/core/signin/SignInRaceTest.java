// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.latchkey.core.testing.Example.ALICE;
import static org.latchkey.core.testing.Example.SECRET;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.latchkey.core.account.Service;
import org.latchkey.core.directory.AccountCache;
import org.latchkey.core.directory.ChangeKind;
import org.latchkey.core.directory.DirectoryChange;
import org.latchkey.core.session.LiveSession;
import org.latchkey.core.session.SignOutReason;

/** What changes while a sign-in is decided. */
final class SignInRaceTest extends SignInBench {
  @Test
  void revocationDuringSignInWins() {
    store.afterNextRead(() -> store.revoke(ALICE, Set.of(PHONE.id()), "cn=test"));
    Attempt attempt = attempt("alice", SECRET);
    lookUps.runAll();
    assertFalse(attempt.outcome.isDone());
    timer.runAll();
    assertEquals(DenialReason.REVOKED, attempt.denied());
    assertEquals(0, sessions.count());
    assertEquals(List.of(), signedOut);
    assertEquals(2, store.lookUps());
  }

  @Test
  void disablingTheAccountDuringSignInWins() {
    store.afterNextRead(() -> store.disable(ALICE));
    Attempt attempt = attempt("alice", SECRET);
    lookUps.runAll();
    timer.runAll();
    assertEquals(DenialReason.ACCOUNT_DISABLED, attempt.denied());
    assertEquals(0, sessions.count());
  }

  @Test
  void deletingTheAccountDuringSignInWins() {
    store.afterNextRead(() -> store.delete(ALICE));
    Attempt attempt = attempt("alice", SECRET);
    lookUps.runAll();
    timer.runAll();
    assertEquals(DenialReason.UNKNOWN_ACCOUNT, attempt.denied());
    assertEquals(0, sessions.count());
  }

  @Test
  void anotherChangeDuringSignInIsDecidedOnTheNewSnapshot() {
    store.afterNextRead(() -> store.change(ALICE, account -> account));
    Attempt attempt = attempt("alice", SECRET);
    lookUps.runAll();
    long newest = store.find(ALICE).orElseThrow().version();
    assertEquals(newest, attempt.granted().account().version());
    assertEquals(1, sessions.count());
  }

  @Test
  void aStaleAccountInMemoryIsDecidedOnceMore() {
    accounts.load("alice");
    // The change is known, and the cache has not heard of it yet.
    long next = store.find(ALICE).orElseThrow().version() + 1;
    recent.changed(
        new DirectoryChange(
            ALICE, Optional.empty(), ChangeKind.ACCOUNT_CHANGED, "uid=alice", "cn=test", next));
    Attempt attempt = attempt("alice", SECRET);
    assertFalse(attempt.outcome.isDone());
    store.disable(ALICE);
    lookUps.runAll();
    timer.runAll();
    assertEquals(DenialReason.ACCOUNT_DISABLED, attempt.denied());
  }

  @Test
  void anAccountThatKeepsChangingMeansTryLater() {
    keepChanging();
    Attempt attempt = attempt("alice", SECRET);
    lookUps.runAll();
    assertEquals("the account keeps changing", attempt.tryLater());
    assertEquals(3, store.lookUps());
    assertEquals(0, sessions.count());
  }

  private void keepChanging() {
    store.afterNextRead(
        () -> {
          store.change(ALICE, account -> account);
          keepChanging();
        });
  }

  @Test
  void aSessionThatWasSignedOutIsNotKept() {
    accounts.load("alice");
    LiveSession first = attempt("alice", SECRET).granted().session();
    sessions.endAll(SignOutReason.SERVER_STOPPING);
    LiveSession second = again(Service.IMAP, SECRET, first).granted().session();
    assertNotEquals(first.id(), second.id());
    assertEquals(List.of(second), sessions.of(ALICE));
  }

  @Test
  void revocationWinsOverTheSessionAtHand() {
    Attempt opening = attempt("alice", SECRET);
    lookUps.runAll();
    LiveSession current = opening.granted().session();
    // Another cache, which doesn't have the account: it is read, and revoked behind the read.
    SignIn cold = new SignIn(parts(new AccountCache(store, recent, 100)), lookUps, HOUR);
    store.afterNextRead(() -> store.revoke(ALICE, Set.of(PHONE.id()), "cn=test"));
    Attempt attempt =
        attempt(cold, Service.IMAP, "192.0.2.1", "alice", SECRET, Optional.of(current));
    lookUps.runAll();
    timer.runAll();
    assertEquals(DenialReason.REVOKED, attempt.denied());
    assertEquals(List.of(SignOutReason.REVOKED), signedOut);
    assertEquals(0, sessions.count());
  }
}
