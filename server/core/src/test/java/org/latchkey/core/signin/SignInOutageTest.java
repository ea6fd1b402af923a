// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.signin;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latchkey.core.testing.Example.OTHER_SECRET;
import static org.latchkey.core.testing.Example.SECRET;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.latchkey.core.directory.DirectoryUnavailableException;
import org.latchkey.core.testing.Example;

/** A directory that is down, hangs or is broken never looks like a wrong password. */
final class SignInOutageTest extends SignInBench {
  @Test
  void aDirectoryThatIsDownMeansTryLaterNeverDenied() {
    store.failWith(new DirectoryUnavailableException("connection refused"));
    Attempt attempt = attempt("alice", OTHER_SECRET);
    lookUps.runAll();
    assertEquals("connection refused", attempt.tryLater());
    assertTrue(timer.delays().isEmpty());
    assertEquals(List.of(), log.list);
    assertOneDecision(new SignInOutcome.TryLater("connection refused"), "");
    store.failWith(null);
    Attempt next = attempt("alice", SECRET);
    lookUps.runAll();
    next.granted();
  }

  @Test
  void aStoresBugMeansTryLaterAndAnErrorInTheLog() {
    store.failWith(new IllegalStateException("bug"));
    Attempt attempt = attempt("alice", SECRET);
    lookUps.runAll();
    assertEquals("internal error", attempt.tryLater());
    ILoggingEvent logged = log.list.getFirst();
    assertEquals(Level.ERROR, logged.getLevel());
    assertEquals("bug", logged.getThrowableProxy().getMessage());
  }

  @Test
  void aBugWhileDecidingFromMemoryMeansTryLaterToo() {
    accounts.load("alice");
    SignIn broken =
        new SignIn(
            new SignIn.Parts(
                accounts,
                Example.PEPPERS,
                lastUses,
                sessions,
                parts.throttle(),
                parts.fingerprints(),
                parts.refusals(),
                audited::add,
                () -> {
                  throw new IllegalStateException("bug");
                }),
            lookUps,
            HOUR);
    byte[] typed = SECRET.getBytes(StandardCharsets.UTF_8);
    CompletableFuture<SignInOutcome> outcome = broken.attempt(request("alice", typed));
    assertEquals(new SignInOutcome.TryLater("internal error"), outcome.getNow(null));
    assertArrayEquals(new byte[typed.length], typed);
    assertEquals(Level.ERROR, log.list.getFirst().getLevel());
  }

  @Test
  void aDirectoryThatHangsMeansTryLater() {
    SignIn impatient = new SignIn(parts, lookUps, Duration.ofNanos(1));
    byte[] typed = SECRET.getBytes(StandardCharsets.UTF_8);
    CompletableFuture<SignInOutcome> outcome = impatient.attempt(request("alice", typed));
    assertEquals(new SignInOutcome.TryLater("the directory doesn't answer"), outcome.join());
    assertArrayEquals(new byte[typed.length], typed);
    lookUps.runAll();
    assertEquals(0, sessions.count(), "what comes too late opens nothing");
  }

  @Test
  void aDirectoryThatHangsTakesAtMost256LookUpsAndGivesThemBack() {
    List<Attempt> hung = new ArrayList<>();
    for (int i = 0; i < 256; i++) {
      hung.add(attempt("alice", SECRET));
    }
    assertEquals("too many look-ups under way", attempt("alice", SECRET).tryLater());
    lookUps.runAll();
    hung.forEach(Attempt::granted);
    Attempt unknown = attempt("bob", SECRET);
    assertFalse(unknown.outcome.isDone());
    assertEquals(1, lookUps.waiting());
  }

  @Test
  void aLookUpThatTimedOutBeforeItBeganGivesItsPlaceBack() {
    SignIn impatient = new SignIn(parts, lookUps, Duration.ofNanos(1));
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 256; i++) {
        byte[] typed = SECRET.getBytes(StandardCharsets.UTF_8);
        assertEquals(
            new SignInOutcome.TryLater("the directory doesn't answer"),
            impatient.attempt(request("bob", typed)).join());
      }
      lookUps.runAll();
    }
  }

  @Test
  void whenNoThreadCanBeHadItIsTryLaterAndThePlaceIsFree() {
    lookUps.shutdown();
    for (int i = 0; i < 300; i++) {
      assertEquals("no look-up can be started", attempt("alice", SECRET).tryLater());
    }
  }
}
