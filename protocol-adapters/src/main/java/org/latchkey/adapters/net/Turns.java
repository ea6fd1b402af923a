// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.net;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.latchkey.core.throttle.Throttle.Source;

/**
 * The turns of one event loop's connections that nobody has signed in on: whatever they have sent
 * is looked at a little at a time, one source after the other, and between whiles the loop is there
 * for everybody else. Belongs to the event loop.
 */
final class Turns {
  /** How long they may keep the loop to themselves. */
  private static final long SLICE_NANOS = Duration.ofMillis(2).toNanos();

  private final ScheduledExecutorService loop;
  private final Map<Source, Queue<Runnable>> waiting = new HashMap<>();
  private final Queue<Source> order = new ArrayDeque<>();
  private boolean running;

  Turns(ScheduledExecutorService loop) {
    this.loop = loop;
  }

  /** Has a connection of this source wait for its turn, which is run once. */
  void await(Source source, Runnable turn) {
    waiting
        .computeIfAbsent(
            source,
            none -> {
              order.add(source);
              return new ArrayDeque<>(2);
            })
        .add(turn);
    if (!running) {
      running = true;
      loop.execute(this::run);
    }
  }

  private void run() {
    long begun = System.nanoTime();
    do {
      Runnable turn = next();
      if (turn == null) {
        running = false;
        return;
      }
      turn.run();
    } while (System.nanoTime() - begun < SLICE_NANOS);
    // Not executed at once, which would be before the loop has looked at its sockets.
    var _ = loop.schedule(this::run, 0, TimeUnit.NANOSECONDS);
  }

  private @Nullable Runnable next() {
    Source source = order.poll();
    if (source == null) {
      return null;
    }
    Queue<Runnable> ofSource = waiting.getOrDefault(source, new ArrayDeque<>());
    Runnable turn = ofSource.poll();
    if (ofSource.isEmpty()) {
      waiting.remove(source);
    } else {
      order.add(source);
    }
    return turn;
  }
}
