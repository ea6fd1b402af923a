// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latchkey.core.testing.Example.ALICE;
import static org.latchkey.core.testing.Example.NOW;
import static org.latchkey.core.testing.Example.SECRET;
import static org.latchkey.core.testing.Example.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.latchkey.core.account.Account;
import org.latchkey.core.account.Service;
import org.latchkey.core.directory.ChangeKind;
import org.latchkey.core.directory.DirectoryChange;
import org.latchkey.core.directory.RecentChanges;
import org.latchkey.core.password.AppPassword;
import org.latchkey.core.testing.AppPasswordBuilder;
import org.latchkey.core.testing.Example;

/** Changes, sign-ins, closes and a stop, all at once. */
final class LiveSessionsRaceTest {
  private static final AppPassword PHONE = AppPasswordBuilder.of(SECRET).build();

  private final RecentChanges recent = new RecentChanges();

  @Test
  void oneChangeEndsAThousandSessionsEachExactlyOnceWhateverElseGoesOn() throws Exception {
    int many = 1000;
    AtomicInteger audits = new AtomicInteger();
    LiveSessions busy = new LiveSessions(recent, event -> audits.incrementAndGet(), () -> NOW);
    List<AtomicInteger> told = new ArrayList<>();
    List<LiveSession> opened = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      AtomicInteger times = new AtomicInteger();
      told.add(times);
      opened.add(busy.open(opening(reason -> times.incrementAndGet())).orElseThrow());
    }
    DirectoryChange revoked = change(Example.alice(2));
    CountDownLatch start = new CountDownLatch(1);
    List<Future<?>> running = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Runnable> tasks =
          List.of(
              () -> busy.changed(revoked),
              () -> busy.changed(revoked),
              () -> busy.endAll(SignOutReason.SERVER_STOPPING),
              () -> opened.subList(0, 100).forEach(busy::close),
              () -> opened.subList(0, 100).reversed().forEach(busy::close));
      for (Runnable task : tasks) {
        running.add(
            threads.submit(
                () -> {
                  start.await();
                  task.run();
                  return true;
                }));
      }
      start.countDown();
      for (Future<?> each : running) {
        each.get();
      }
    }
    for (int i = 0; i < many; i++) {
      int times = told.get(i).get();
      assertTrue(i < 100 ? times <= 1 : times == 1, i + " was told " + times + " times");
    }
    assertEquals(many, audits.get(), "a sign-out or a close, never both");
    assertEquals(0, busy.count());
    assertEquals(List.of(), busy.of(ALICE));
  }

  @Test
  void noSessionSlipsThroughBetweenARevocationAndItsSignIn() throws Exception {
    for (int round = 0; round < 200; round++) {
      RecentChanges fresh = new RecentChanges();
      LiveSessions racing = new LiveSessions(fresh, event -> {}, () -> NOW);
      DirectoryChange revoked = change(Example.alice(2));
      AtomicInteger told = new AtomicInteger();
      CountDownLatch start = new CountDownLatch(1);
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        Future<Optional<LiveSession>> opened =
            threads.submit(
                () -> {
                  start.await();
                  return racing.open(opening(reason -> told.incrementAndGet()));
                });
        Future<Boolean> changed =
            threads.submit(
                () -> {
                  start.await();
                  fresh.changed(revoked);
                  racing.changed(revoked);
                  return true;
                });
        start.countDown();
        assertTrue(changed.get());
        assertTrue(opened.get().isEmpty() || told.get() == 1);
      }
      assertEquals(0, racing.count());
    }
  }

  private static DirectoryChange change(Account now) {
    return new DirectoryChange(
        now.id(), Optional.of(now), ChangeKind.ACCOUNT_CHANGED, now.dn(), "cn=test", now.version());
  }

  private static LiveSession.Opening opening(SignOutListener listener) {
    return new LiveSession.Opening(
        Example.alice(1, PHONE), PHONE, Service.IMAP, client("192.0.2.1"), "", listener);
  }
}
