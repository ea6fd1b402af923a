// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latchkey.core.testing.Example.NOW;
import static org.latchkey.core.testing.Example.SECRET;
import static org.latchkey.core.testing.Example.client;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.latchkey.config.SignInSettings;
import org.latchkey.core.account.Service;
import org.latchkey.core.audit.AuditEvent;
import org.latchkey.core.directory.AccountCache;
import org.latchkey.core.directory.RecentChanges;
import org.latchkey.core.password.AppPassword;
import org.latchkey.core.password.LastUses;
import org.latchkey.core.password.Secret;
import org.latchkey.core.session.LiveSession;
import org.latchkey.core.session.LiveSessions;
import org.latchkey.core.session.SignOutReason;
import org.latchkey.core.testing.AppPasswordBuilder;
import org.latchkey.core.testing.Example;
import org.latchkey.core.testing.FakeDirectoryStore;
import org.latchkey.core.testing.HandDrivenExecutor;
import org.latchkey.core.testing.HandDrivenTimer;
import org.latchkey.core.throttle.Fingerprints;
import org.latchkey.core.throttle.Refusals;
import org.latchkey.core.throttle.Throttle;
import org.slf4j.LoggerFactory;

/** The door with everything behind it, on a directory in memory and with time driven by hand. */
abstract class SignInBench {
  static final AppPassword PHONE = AppPasswordBuilder.of(SECRET).build();
  static final Duration HOUR = Duration.ofHours(1);

  /** No more than two refusals of a source are held, three in all. */
  static final SignInSettings SETTINGS =
      new SignInSettings(Duration.ofSeconds(1), Duration.ofSeconds(15), 3, 2, Duration.ZERO);

  final FakeDirectoryStore store = new FakeDirectoryStore();
  final RecentChanges recent = new RecentChanges();
  final AccountCache accounts = new AccountCache(store, recent, 100);
  final List<AuditEvent> audited = new ArrayList<>();
  final LiveSessions sessions = new LiveSessions(recent, audited::add, () -> NOW);
  final LastUses lastUses = new LastUses(store, Duration.ZERO);
  final HandDrivenTimer timer = new HandDrivenTimer();
  final HandDrivenExecutor lookUps = new HandDrivenExecutor();
  final SignIn.Parts parts = parts(accounts);

  /** Patient, so that a slow machine changes nothing. */
  final SignIn signIn = new SignIn(parts, lookUps, HOUR);

  final List<SignOutReason> signedOut = new ArrayList<>();
  final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void aliceHasOneAppPassword() {
    store.hold(Example.alice(1, PHONE));
    store.subscribe(recent);
    store.subscribe(accounts);
    store.subscribe(sessions);
    log.start();
    ((Logger) LoggerFactory.getLogger(SignIn.class)).addAppender(log);
  }

  @AfterEach
  void stopListening() {
    ((Logger) LoggerFactory.getLogger(SignIn.class)).detachAppender(log);
  }

  SignIn.Parts parts(AccountCache cache) {
    return new SignIn.Parts(
        cache,
        Example.PEPPERS,
        lastUses,
        sessions,
        new Throttle(SETTINGS, System::nanoTime),
        new Fingerprints(new SecureRandom()),
        new Refusals(SETTINGS, timer),
        audited::add,
        () -> NOW);
  }

  Attempt attempt(String name, String typed) {
    return attemptFrom("192.0.2.1", name, typed);
  }

  Attempt attemptFrom(String address, String name, String typed) {
    return attempt(signIn, Service.IMAP, address, name, typed, Optional.empty());
  }

  Attempt again(Service service, String typed, LiveSession current) {
    return attempt(signIn, service, "192.0.2.1", "alice", typed, Optional.of(current));
  }

  Attempt attempt(
      SignIn door,
      Service service,
      String address,
      String name,
      String typed,
      Optional<LiveSession> current) {
    byte[] octets = typed.getBytes(StandardCharsets.UTF_8);
    SignInRequest request =
        new SignInRequest(
            service,
            name,
            Secret.takeOver(octets),
            client(address),
            "Mail/1.0",
            System.nanoTime(),
            signedOut::add,
            current);
    return new Attempt(octets, door.attempt(request));
  }

  SignInRequest request(String name, byte[] typed) {
    return new SignInRequest(
        Service.IMAP,
        name,
        Secret.takeOver(typed),
        client("192.0.2.1"),
        "",
        System.nanoTime(),
        signedOut::add,
        Optional.empty());
  }

  void assertOneDecision(SignInOutcome outcome, String detail) {
    AuditEvent.SignInDecided decided =
        assertInstanceOf(AuditEvent.SignInDecided.class, audited.getFirst());
    assertEquals(1, audited.size());
    assertEquals(outcome, decided.outcome());
    assertEquals(detail, decided.detail());
  }

  /** An attempt, with the octets that were typed and what has come of it. */
  static final class Attempt {
    final byte[] typed;
    final CompletableFuture<SignInOutcome> outcome;

    Attempt(byte[] typed, CompletableFuture<SignInOutcome> outcome) {
      this.typed = typed;
      this.outcome = outcome;
    }

    SignInOutcome.Granted granted() {
      return assertInstanceOf(SignInOutcome.Granted.class, now());
    }

    DenialReason denied() {
      return assertInstanceOf(SignInOutcome.Denied.class, now()).reason();
    }

    String tryLater() {
      return assertInstanceOf(SignInOutcome.TryLater.class, now()).why();
    }

    SignInOutcome now() {
      assertTrue(outcome.isDone(), "not answered yet");
      return outcome.join();
    }
  }
}
