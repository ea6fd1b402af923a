// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes lines into a file behind whoever gives them, in their order. Giving one never waits: while
 * the file can't be written the lines do, up to a limit; those beyond are lost, and the log says
 * how many. A crash loses the last tenth of a second.
 */
final class AuditFile implements Consumer<String>, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(AuditFile.class);

  private static final int MOST_WAITING = 50_000;
  private static final int MOST_AT_ONCE = 1000;
  private static final Duration WRITTEN_EVERY = Duration.ofMillis(100);
  private static final Duration AGAIN_AFTER = Duration.ofSeconds(1);
  private static final Duration STOPS_WITHIN = Duration.ofSeconds(10);

  private final Output output;
  private final int mostWaiting;
  private final Queue<String> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicLong lost = new AtomicLong();
  private final AtomicLong lostInAll = new AtomicLong();
  private volatile boolean failing;
  private final Thread writer;
  private volatile boolean stopping;

  /** Where lines go, all or none of those that are given at once. */
  @FunctionalInterface
  interface Output extends AutoCloseable {
    void append(byte[] lines) throws IOException;

    @Override
    default void close() throws IOException {}
  }

  /**
   * Writes to an output, which is closed at the end.
   *
   * @param mostWaiting how many lines may wait for it
   */
  AuditFile(Output output, int mostWaiting) {
    this.output = output;
    this.mostWaiting = mostWaiting;
    writer = Thread.ofPlatform().name("audit-file").daemon().unstarted(this::run);
  }

  /**
   * Opens the file, or makes it.
   *
   * @throws IOException when it can't be
   */
  static AuditFile open(Path path, RolledFile.Bounds bounds) throws IOException {
    return new AuditFile(RolledFile.open(path, bounds, InstantSource.system()), MOST_WAITING)
        .start();
  }

  /** Whether the file couldn't be written when it was tried last. */
  boolean isFailing() {
    return failing;
  }

  /** How many lines there was no room for since the start. */
  long lost() {
    return lostInAll.get();
  }

  AuditFile start() {
    writer.start();
    return this;
  }

  @Override
  public void accept(String line) {
    if (count.incrementAndGet() > mostWaiting) {
      count.decrementAndGet();
      lost.incrementAndGet();
      lostInAll.incrementAndGet();
    } else {
      waiting.add(line);
    }
  }

  private void run() {
    try (output) {
      writeUntilStopped();
    } catch (IOException e) {
      log.warn("event=audit-file-failed reason=\"{}\"", e.getMessage());
    }
  }

  private void writeUntilStopped() {
    List<String> batch = new ArrayList<>(MOST_AT_ONCE);
    boolean last = false;
    while (!last || (!failing && !waiting.isEmpty())) {
      last = stopping; // asked before the queue is: what is given before a stop is written
      take(batch);
      if (!batch.isEmpty()) {
        failing = !write(batch);
      }
      if (failing) {
        LockSupport.parkNanos(this, last ? 0 : AGAIN_AFTER.toNanos());
      } else if (waiting.isEmpty() && !last) {
        LockSupport.parkNanos(this, WRITTEN_EVERY.toNanos());
      }
    }
    lost.addAndGet(count.get());
    tellLost();
  }

  private void take(List<String> batch) {
    while (batch.size() < MOST_AT_ONCE) {
      String line = waiting.poll();
      if (line == null) {
        return;
      }
      batch.add(line);
    }
  }

  /** Returns whether it could; if not, the batch is left as it is. */
  private boolean write(List<String> batch) {
    try {
      output.append((String.join("\n", batch) + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException | RuntimeException e) {
      if (!failing) {
        log.warn("event=audit-file-failed reason=\"{}\"", e.getMessage());
      }
      return false;
    }
    count.addAndGet(-batch.size());
    batch.clear();
    tellLost();
    return true;
  }

  private void tellLost() {
    long lines = lost.getAndSet(0);
    if (lines > 0) {
      log.warn("event=audit-lines-lost lines={}", lines);
    }
  }

  /** Writes what waits, as far as it can be written. */
  @Override
  public void close() {
    stopping = true;
    LockSupport.unpark(writer);
    try {
      if (!writer.join(STOPS_WITHIN)) {
        log.warn("event=audit-file-hangs lines={}", count.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
