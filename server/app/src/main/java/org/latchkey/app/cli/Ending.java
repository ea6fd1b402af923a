// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Waits for what ends a server: SIGTERM, SIGINT, or an admin's request over LDAP. The signals are
 * taken before anything else is done, so that one which comes during the start isn't lost.
 */
final class Ending {
  private static @Nullable Ending early;

  private final CountDownLatch stop = new CountDownLatch(1);
  private final AtomicBoolean signalled = new AtomicBoolean();

  /** From now on signals are taken, for whoever asks for {@link #ofProcess} first. */
  static synchronized void takeSignals() {
    early = new Ending().onSignals();
  }

  /** One that the process's signals ask, from now on or since {@link #takeSignals}. */
  static synchronized Ending ofProcess() {
    Ending ending = early;
    early = null;
    return ending == null ? new Ending().onSignals() : ending;
  }

  /** The first signal asks for an orderly stop, and a second one halts at once. */
  private Ending onSignals() {
    Signals.on("TERM", () -> stop(143));
    Signals.on("INT", () -> stop(130));
    return this;
  }

  private void stop(int exitCodeAtOnce) {
    if (!signalled.compareAndSet(false, true)) {
      Runtime.getRuntime().halt(exitCodeAtOnce);
    }
    stop.countDown();
  }

  /** Asks for an orderly stop; returns at once. */
  void request() {
    stop.countDown();
  }

  /** Whether something has asked for it already. */
  boolean isRequested() {
    return stop.getCount() == 0;
  }

  void await() throws InterruptedException {
    stop.await();
  }
}
