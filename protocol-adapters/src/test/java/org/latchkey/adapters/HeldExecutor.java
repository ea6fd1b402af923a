// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;

/** Runs what it is given at once, on the caller's thread, or holds it until it is let go. */
public final class HeldExecutor extends AbstractExecutorService {
  private final Queue<Runnable> held = new ArrayDeque<>();
  private boolean holding;

  /** Holds what comes from now on. */
  public void hold() {
    holding = true;
  }

  /** Runs what was held, and what comes from now on. */
  public void letGo() {
    holding = false;
    while (!held.isEmpty()) {
      held.remove().run();
    }
  }

  /** Whether anything is held. */
  public boolean isHolding() {
    return !held.isEmpty();
  }

  @Override
  public void execute(Runnable task) {
    if (holding) {
      held.add(task);
    } else {
      task.run();
    }
  }

  @Override
  public void shutdown() {}

  @Override
  public List<Runnable> shutdownNow() {
    return List.copyOf(held);
  }

  @Override
  public boolean isShutdown() {
    return false;
  }

  @Override
  public boolean isTerminated() {
    return false;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return true;
  }
}
