// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latchkey.integration.Admin;
import org.latchkey.integration.LineClient;
import org.latchkey.integration.TestAccount;

/**
 * SIGTERM at any moment of a start: the exit code is 0, and the data folder is fit for the next
 * start, with all that was there. The long version is {@code -Dlatchkey.signal.rounds=100}.
 */
final class EarlySignalTest {
  private static final int ROUNDS = Integer.getInteger("latchkey.signal.rounds", 3);

  /** What a shell and a JVM take until they take signals, and what kills them before. */
  private static final int SIGTERM = 143;

  private static final TestAccount ALICE = TestAccount.of("alice");

  @TempDir Path folder;

  @Test
  void sigtermWhileStartingEndsInOrderAndLosesNothing() throws Exception {
    Path settings = ChildSettings.write(folder, "60 s");
    Path data = folder.resolve("data");
    Random random = new Random(7);
    Duration start = startOnce(settings, folder.resolve("measured"));
    for (int round = 0; round < ROUNDS; round++) {
      stopWithin(start.multipliedBy(random.nextInt(10, 110)).dividedBy(100), settings, data);
    }
    String secret;
    try (Child child = Child.start(settings, data);
        Admin admin = child.admin()) {
      admin.addAccount(ALICE);
      secret = admin.make(ALICE, "phone").secret();
    }
    stopWithin(start.dividedBy(2), settings, data);
    try (Child child = Child.start(settings, data);
        LineClient client = LineClient.greeted(child.port("imap"))) {
      assertTrue(client.imapLogin(ALICE.uid(), secret).startsWith("a OK"));
    }
  }

  private static Duration startOnce(Path settings, Path data) throws Exception {
    try (Child child = Child.launch(settings, data, "")) {
      return child.awaitReady();
    }
  }

  private static void stopWithin(Duration delay, Path settings, Path data) throws Exception {
    boolean fresh = !Files.exists(data);
    try (Child child = Child.launch(settings, data, "")) {
      assertTrue(child.runsFor(delay), child::log);
      boolean begun = fresh ? Files.exists(data) : !child.log().isEmpty();
      child.terminate();
      int exit = child.awaitExit();
      if (exit != SIGTERM || begun) {
        assertEquals(0, exit, child::log);
      }
    }
  }
}
