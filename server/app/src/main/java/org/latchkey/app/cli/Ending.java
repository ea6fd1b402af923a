// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/** Waits for what ends a server: SIGTERM, SIGINT, or an admin's request over LDAP. */
final class Ending {
  private final CountDownLatch stop = new CountDownLatch(1);
  private final AtomicBoolean signalled = new AtomicBoolean();

  /** From now on the first signal asks for an orderly stop, and a second one halts at once. */
  void onSignals() {
    Signals.on("TERM", () -> stop(143));
    Signals.on("INT", () -> stop(130));
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

  void await() throws InterruptedException {
    stop.await();
  }
}
