// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latchkey.integration.Admin;

/**
 * The server is killed at random moments while admins change accounts: what it acknowledged is
 * there after a restart, what it didn't is there whole or not at all. {@code
 * -Dlatchkey.kill.rounds} and {@code -Dlatchkey.kill.seed} choose how often and which random
 * numbers.
 */
final class KillTest {
  private static final int ACTORS = 8;

  @TempDir Path folder;

  private final int rounds = Integer.getInteger("latchkey.kill.rounds", 10);
  private final long seed = Long.getLong("latchkey.kill.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final List<Duration> starts = new ArrayList<>();
  private final List<Actor> actors = new ArrayList<>();

  @Test
  void whatIsAcknowledgedOutlivesAKill() throws Exception {
    for (int i = 0; i < ACTORS; i++) {
      actors.add(new Actor("a" + i, random.nextLong()));
    }
    Path settings = ChildSettings.write(folder, "60 s");
    Path data = folder.resolve("data");
    List<String> lost = new ArrayList<>();
    for (int round = 0; round <= rounds; round++) {
      if (round % 5 == 4) {
        killWhileItStarts(settings, data);
      }
      try (Child child = Child.launch(settings, data, "")) {
        starts.add(child.awaitReady());
        for (String each : Verdict.on(child, actors)) {
          lost.add("round " + round + ": " + each);
        }
        if (round < rounds) {
          actUntilKilled(child);
        }
      }
    }
    report(lost.size());
    assertEquals(List.of(), lost, "seed " + seed);
  }

  private void killWhileItStarts(Path settings, Path data) throws Exception {
    try (Child child = Child.launch(settings, data, "")) {
      assertTrue(
          child.runsFor(Duration.ofMillis(random.nextInt(100, 1500))),
          () -> "it ends by itself: " + child.log());
    }
  }

  private void actUntilKilled(Child child) throws Exception {
    List<Admin> admins = new ArrayList<>();
    List<Future<?>> acting = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(ACTORS)) {
      for (Actor actor : actors) {
        Admin admin = child.admin();
        admins.add(admin);
        acting.add(
            threads.submit(
                () -> {
                  actor.act(admin);
                  return actor;
                }));
      }
      assertTrue(
          child.runsFor(Duration.ofMillis(random.nextInt(100, 1200))),
          () -> "it ends by itself: " + child.log());
      child.kill();
      for (Future<?> each : acting) {
        each.get();
      }
    } finally {
      child.kill();
      admins.forEach(Admin::close);
    }
  }

  private void report(int lost) {
    starts.removeFirst(); // the first start makes everything
    starts.sort(null);
    System.out.printf(
        "kill: seed=%d rounds=%d acknowledged=%d lost=%d restart-p50=%d ms restart-max=%d ms%n",
        seed,
        rounds,
        actors.stream().mapToInt(Actor::acknowledged).sum(),
        lost,
        starts.get(starts.size() / 2).toMillis(),
        starts.getLast().toMillis());
  }
}
