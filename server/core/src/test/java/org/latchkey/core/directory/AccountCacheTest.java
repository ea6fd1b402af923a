// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latchkey.core.testing.Example.ALICE;
import static org.latchkey.core.testing.Example.BOB;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.latchkey.core.account.Account;
import org.latchkey.core.testing.Example;
import org.latchkey.core.testing.FakeDirectoryStore;

final class AccountCacheTest {
  private final AtomicLong nanos = new AtomicLong();
  private final FakeDirectoryStore store = new FakeDirectoryStore();
  private final RecentChanges recent = new RecentChanges(nanos::get);
  private final AccountCache cache = new AccountCache(store, recent, 100, nanos::get);

  @BeforeEach
  void listen() {
    store.subscribe(recent);
    store.subscribe(cache);
    store.hold(Example.alice(1));
  }

  @Test
  void anAccountIsInMemoryOnceItWasLoaded() {
    assertEquals(Optional.empty(), cache.cached("alice"));
    Optional<Account> loaded = cache.load("alice");
    assertEquals(loaded, cache.cached("alice"));
    assertTrue(loaded.isPresent());
  }

  @Test
  void nobodyIsNotRemembered() {
    assertEquals(Optional.empty(), cache.load("mallory"));
    assertEquals(Optional.empty(), cache.cached("mallory"));
    store.hold(Example.account(BOB, 1, false, Set.of("mallory"), List.of()));
    assertTrue(cache.load("mallory").isPresent());
  }

  @Test
  void aChangeIsSeenBeforeItsOperationIsAnswered() {
    cache.load("alice");
    store.disable(ALICE);
    assertTrue(cache.cached("alice").orElseThrow().disabled());
  }

  @Test
  void aDeletedAccountIsForgotten() {
    cache.load("alice");
    store.delete(ALICE);
    assertEquals(Optional.empty(), cache.cached("alice"));
  }

  @Test
  void aStaleLoadNeverStays() {
    store.afterNextRead(() -> store.disable(ALICE));
    assertFalse(cache.load("alice").orElseThrow().disabled());
    assertEquals(Optional.empty(), cache.cached("alice"));
    assertTrue(cache.load("alice").orElseThrow().disabled());
    assertTrue(cache.cached("alice").orElseThrow().disabled());
  }

  @Test
  void aStaleLoadDoesNotReplaceANewerAccount() {
    cache.load("alice");
    store.afterNextRead(() -> store.disable(ALICE));
    cache.load("alice");
    assertTrue(cache.cached("alice").orElseThrow().disabled());
  }

  @Test
  void aStaleLoadDoesNotBringADeletedAccountBack() {
    store.afterNextRead(() -> store.delete(ALICE));
    cache.load("alice");
    assertEquals(Optional.empty(), cache.cached("alice"));
  }

  @Test
  void aLoadThatHungLongerThanChangesAreRememberedNeverStays() {
    store.afterNextRead(
        () -> {
          store.disable(ALICE);
          nanos.addAndGet(Duration.ofMinutes(6).toNanos());
        });
    assertTrue(cache.load("alice").isPresent());
    assertEquals(Optional.empty(), cache.cached("alice"));
  }

  @Test
  void anOlderChangeToldOnceMoreChangesNothing() {
    Account old = cache.load("alice").orElseThrow();
    store.disable(ALICE);
    cache.changed(
        new DirectoryChange(
            ALICE, Optional.of(old), ChangeKind.ACCOUNT_CHANGED, old.dn(), "cn=x", old.version()));
    assertTrue(cache.cached("alice").orElseThrow().disabled());
  }

  @Test
  void aLoginThatWasTakenAwayIsNotAnsweredFromMemory() {
    cache.load("alice");
    store.change(ALICE, renamed("alison"));
    assertEquals(Optional.empty(), cache.cached("alice"));
    assertEquals(Optional.empty(), cache.load("alice"));
    assertEquals(ALICE, cache.load("alison").orElseThrow().id());
    assertEquals(ALICE, cache.cached("alison").orElseThrow().id());
  }

  @Test
  void aLoginThatWentToSomebodyElseIsTheirs() {
    cache.load("alice");
    store.change(ALICE, renamed("alison"));
    store.hold(Example.account(BOB, 1, false, Set.of("alice"), List.of()));
    assertEquals(Optional.empty(), cache.cached("alice"));
    cache.load("alice");
    assertEquals(BOB, cache.cached("alice").orElseThrow().id());
  }

  @Test
  void anOutageIsThrownAndRemembersNothing() {
    store.failWith(new DirectoryUnavailableException("down"));
    assertThrows(DirectoryUnavailableException.class, () -> cache.load("alice"));
    assertEquals(Optional.empty(), cache.cached("alice"));
  }

  @Test
  void changedAfterComparesVersions() {
    assertFalse(recent.changedAfter(ALICE, 0));
    recent.changed(change(7));
    assertTrue(recent.changedAfter(ALICE, 6));
    assertFalse(recent.changedAfter(ALICE, 7));
    assertFalse(recent.changedAfter(BOB, 6));
    recent.changed(change(5)); // told once more
    assertTrue(recent.changedAfter(ALICE, 6));
  }

  @Test
  void changesAreRememberedForFiveMinutesFromTheLatest() {
    recent.changed(change(7));
    nanos.addAndGet(Duration.ofMinutes(4).toNanos());
    recent.changed(change(8));
    nanos.addAndGet(Duration.ofMinutes(4).toNanos());
    assertTrue(recent.changedAfter(ALICE, 6));
    nanos.addAndGet(Duration.ofMinutes(1).toNanos());
    assertFalse(recent.changedAfter(ALICE, 6));
  }

  private static DirectoryChange change(long version) {
    return new DirectoryChange(
        ALICE, Optional.empty(), ChangeKind.ACCOUNT_DELETED, "uid=alice", "cn=x", version);
  }

  private static UnaryOperator<Account> renamed(String login) {
    return old -> Example.account(old.id(), old.version(), false, Set.of(login), old.tombstones());
  }
}
