// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latchkey.core.testing.Example.ALICE;

import com.github.benmanes.caffeine.cache.Ticker;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.latchkey.config.PrimaryPasswordSettings;
import org.latchkey.config.SignInSettings;
import org.latchkey.core.account.Account;
import org.latchkey.core.audit.AuditEvent;
import org.latchkey.core.audit.SprayKind;
import org.latchkey.core.directory.DirectoryUnavailableException;
import org.latchkey.core.password.PrimaryPasswords;
import org.latchkey.core.password.Secret;
import org.latchkey.core.signin.PrimarySignIn.Outcome;
import org.latchkey.core.testing.Example;
import org.latchkey.core.testing.FakeDirectoryStore;
import org.latchkey.core.throttle.Fingerprints;
import org.latchkey.core.throttle.SprayWatch;
import org.latchkey.core.throttle.Throttle;

final class PrimarySignInTest {
  private static final InetSocketAddress HOME = Example.client("192.0.2.1");
  private static final InetSocketAddress ELSEWHERE = Example.client("198.51.100.1");
  private static final InetSocketAddress KNOWN = Example.client("198.51.100.2");

  private final FakeDirectoryStore store = new FakeDirectoryStore();
  private final PrimaryPasswords passwords =
      new PrimaryPasswords(new PrimaryPasswordSettings(8, 1, 1, 8), new SecureRandom());
  private final AtomicReference<Executor> hashing = new AtomicReference<>(Runnable::run);
  private final ExecutorService attempts = Executors.newVirtualThreadPerTaskExecutor();

  private final List<AuditEvent> told = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

  @AfterEach
  void stop() {
    timer.shutdownNow();
    attempts.shutdownNow();
  }

  private PrimarySignIn signIn(Duration refusalDelay) {
    try (Secret right = secret("right password")) {
      store.hold(
          new Account(
              ALICE,
              "uid=alice",
              Set.of("alice"),
              false,
              Optional.of(passwords.hash(right)),
              List.of(),
              List.of(),
              Map.of(),
              1));
    }
    SignInSettings defaults = SignInSettings.defaults();
    SignInSettings settings =
        new SignInSettings(
            refusalDelay,
            refusalDelay,
            defaults.maxHeldRefusals(),
            defaults.maxHeldRefusalsPerSource(),
            defaults.lastUseInterval());
    return new PrimarySignIn(
        new PrimarySignIn.Parts(
            store,
            passwords,
            new Throttle(settings, Ticker.systemTicker()),
            new Fingerprints(new SecureRandom()),
            new SprayWatch(Ticker.systemTicker()),
            task -> hashing.get().execute(task),
            16,
            timer,
            told::add),
        Duration.ofMillis(50));
  }

  private static Secret secret(String text) {
    return Secret.takeOver(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Outcome attempt(PrimarySignIn signIn, String password, InetSocketAddress client) {
    try (Secret typed = secret(password)) {
      return signIn.attempt("alice", typed, client, account -> client.equals(KNOWN));
    }
  }

  @Test
  void thePrimaryPasswordIsGoodForAnAccountInUse() {
    PrimarySignIn signIn = signIn(Duration.ZERO);
    assertInstanceOf(Outcome.Good.class, attempt(signIn, "right password", HOME));
    assertInstanceOf(Outcome.Wrong.class, attempt(signIn, "wrong password", HOME));
    store.disable(ALICE);
    assertInstanceOf(Outcome.Wrong.class, attempt(signIn, "right password", HOME));
  }

  @Test
  void theAuditLearnsWhyItIsWrong() {
    PrimarySignIn signIn = signIn(Duration.ZERO);
    assertEquals(
        new Outcome.Wrong(store.find(ALICE), DenialReason.WRONG_PASSWORD),
        attempt(signIn, "wrong password", HOME));
    store.disable(ALICE);
    assertEquals(
        new Outcome.Wrong(store.find(ALICE), DenialReason.ACCOUNT_DISABLED),
        attempt(signIn, "right password", HOME));
    store.delete(ALICE);
    assertEquals(
        new Outcome.Wrong(Optional.empty(), DenialReason.UNKNOWN_ACCOUNT),
        attempt(signIn, "right password", HOME));
  }

  @Test
  void anOutageIsNoWrongPassword() {
    PrimarySignIn signIn = signIn(Duration.ZERO);
    store.failWith(new DirectoryUnavailableException("away"));
    assertInstanceOf(Outcome.TryLater.class, attempt(signIn, "right password", HOME));
  }

  /** The refusals are held for longer than the test takes: each keeps its place meanwhile. */
  @Test
  void guessesThatAreHeldKeepTheNextFromBeingLookedAt() throws Exception {
    PrimarySignIn signIn = signIn(Duration.ofMinutes(1));
    CountDownLatch looked = new CountDownLatch(6);
    hashing.set(
        task -> {
          task.run();
          looked.countDown();
        });
    List<Future<Outcome>> held = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      held.add(attempts.submit(() -> attempt(signIn, "one wrong password", HOME)));
    }
    looked.await();
    assertInstanceOf(Outcome.Busy.class, attempt(signIn, "right password", HOME));
    assertInstanceOf(Outcome.Good.class, attempt(signIn, "right password", ELSEWHERE));
    assertTrue(held.stream().noneMatch(Future::isDone));
  }

  /** It is hashed for the time it takes, and its text is no secret. */
  @Test
  void nobodysPasswordIsRightForNobody() {
    PrimarySignIn signIn = signIn(Duration.ZERO);
    assertInstanceOf(Outcome.Wrong.class, attempt(signIn, "nobody's password", HOME));
    store.hold(
        new Account(
            ALICE,
            "uid=alice",
            Set.of("alice"),
            false,
            Optional.empty(),
            List.of(),
            List.of(),
            Map.of(),
            2));
    assertInstanceOf(Outcome.Wrong.class, attempt(signIn, "nobody's password", HOME));
  }

  @Test
  void theSameWrongPasswordCountsEachTime() {
    PrimarySignIn signIn = signIn(Duration.ZERO);
    for (int i = 0; i < 21; i++) {
      assertInstanceOf(Outcome.Wrong.class, attempt(signIn, "one wrong password", HOME));
    }
    assertInstanceOf(Outcome.Busy.class, attempt(signIn, "one wrong password", HOME));
  }

  /** One account tried from many sources, and again from some; and what its owner finds. */
  @Test
  void anAccountUnderAttackIsItsOwnersStill() {
    PrimarySignIn signIn = signIn(Duration.ZERO);
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < 230; i++) {
      InetSocketAddress source = Example.client("203.0.113." + i % 200);
      outcomes.add(attempt(signIn, "wrong password " + i, source));
    }
    // Each source's first, and those few that a name allows for from sources that tried before.
    assertTrue(outcomes.subList(0, 200).stream().allMatch(Outcome.Wrong.class::isInstance));
    assertTrue(outcomes.stream().filter(Outcome.Busy.class::isInstance).count() >= 8);
    assertInstanceOf(Outcome.Good.class, attempt(signIn, "right password", ELSEWHERE));
    assertInstanceOf(Outcome.Good.class, attempt(signIn, "right password", KNOWN));
    assertTrue(
        told.stream()
            .anyMatch(
                each ->
                    each instanceof AuditEvent.SprayingSeen seen
                        && seen.kind() == SprayKind.NAME_FROM_MANY_SOURCES
                        && seen.name().equals("alice")));
    assertEquals(1, told.size());
  }

  @Test
  void whoTriesMoreThanPeopleMistypeHasTwoPlaces() throws Exception {
    PrimarySignIn quick = signIn(Duration.ZERO);
    for (int i = 0; i < 6; i++) {
      assertInstanceOf(Outcome.Wrong.class, attempt(quick, "wrong password " + i, HOME));
    }
    CountDownLatch inside = new CountDownLatch(2);
    CountDownLatch go = new CountDownLatch(1);
    hashing.set(
        task -> {
          inside.countDown();
          awaitUninterruptibly(go);
          task.run();
        });
    List<Future<Outcome>> both = guesses(quick, 2, HOME);
    inside.await();
    hashing.set(Runnable::run);
    assertInstanceOf(Outcome.Busy.class, attempt(quick, "right password", HOME));
    assertInstanceOf(Outcome.Good.class, attempt(quick, "right password", ELSEWHERE));
    go.countDown();
    for (Future<Outcome> each : both) {
      assertInstanceOf(Outcome.Wrong.class, each.get());
    }
    assertInstanceOf(Outcome.Good.class, attempt(quick, "right password", HOME));
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<Future<Outcome>> guesses(PrimarySignIn signIn, int count, InetSocketAddress from) {
    List<Future<Outcome>> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String guess = "wrong password " + i;
      all.add(attempts.submit(() -> attempt(signIn, guess, from)));
    }
    return all;
  }
}
