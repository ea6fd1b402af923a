// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AuditFileTest {
  @TempDir private Path folder;

  private final List<String> written = new CopyOnWriteArrayList<>();

  private void take(byte[] lines) {
    new String(lines, StandardCharsets.UTF_8).lines().forEach(written::add);
  }

  @Test
  void whateverWasGivenBeforeAStopIsInTheFile() throws Exception {
    Path path = folder.resolve("audit.jsonl");
    try (AuditFile file = AuditFile.open(path, RolledFile.Bounds.of(4 << 20, Optional.empty()));
        ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int thread = 0; thread < 4; thread++) {
        threads.execute(
            () -> {
              for (int i = 0; i < 5_000; i++) {
                file.accept("line");
              }
            });
      }
    }
    List<String> lines = Files.readAllLines(path);
    assertEquals(20_000, lines.size());
    assertTrue(lines.stream().allMatch("line"::equals));
  }

  @Test
  void linesWaitWhileTheFileFailsAndAreWrittenInOrderOnce() throws Exception {
    AtomicBoolean full = new AtomicBoolean(true);
    CountDownLatch failed = new CountDownLatch(1);
    AuditFile file =
        new AuditFile(
                lines -> {
                  if (full.get()) {
                    failed.countDown();
                    throw new IOException("no space left");
                  }
                  take(lines);
                },
                100)
            .start();
    file.accept("1");
    failed.await();
    file.accept("2");
    full.set(false);
    file.close();
    assertEquals(List.of("1", "2"), written);
  }

  @Test
  void aFileThatHangsHoldsNobodyUpAndLosesWhatIsBeyondTheLimit() throws Exception {
    CountDownLatch hanging = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AuditFile file =
        new AuditFile(
                lines -> {
                  hanging.countDown();
                  awaitUninterruptibly(goOn);
                  take(lines);
                },
                10)
            .start();
    file.accept("0");
    hanging.await();
    for (int i = 1; i < 1000; i++) {
      file.accept(Integer.toString(i));
    }
    goOn.countDown();
    file.close();
    assertEquals(List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"), written);
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aStopDoesNotWaitForAFileThatStaysBroken() {
    AuditFile file =
        new AuditFile(
                lines -> {
                  throw new IOException("no space left");
                },
                10)
            .start();
    file.accept("1");
    file.close();
    assertEquals(List.of(), written);
  }
}
