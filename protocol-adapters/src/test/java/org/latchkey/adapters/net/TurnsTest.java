// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.DefaultEventLoop;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.latchkey.core.throttle.Throttle.Source;

/** However much one source sends, the others' turns come between. */
final class TurnsTest {
  private static final Source LOUD = source("192.0.2.1");
  private static final Source QUIET = source("192.0.2.2");
  private static final int MANY = 1000;

  private final DefaultEventLoop loop = new DefaultEventLoop();
  private final Turns turns = new Turns(loop);
  private final List<String> taken = new ArrayList<>();

  private static Source source(String address) {
    return Source.of(InetAddress.ofLiteral(address));
  }

  @AfterEach
  void stop() {
    loop.shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  @Test
  void sourcesTakeTurns() {
    CompletableFuture<Void> all = new CompletableFuture<>();
    loop.execute(
        () -> {
          for (int i = 0; i < MANY; i++) {
            turns.await(LOUD, () -> taken.add("loud"));
          }
          turns.await(QUIET, () -> taken.add("quiet"));
          turns.await(
              LOUD,
              () -> {
                taken.add("last");
                all.complete(null);
              });
        });
    all.orTimeout(30, TimeUnit.SECONDS).join();
    assertEquals(1, taken.indexOf("quiet"));
    assertEquals(MANY + 2, taken.size());
    assertEquals("last", taken.getLast());
  }

  @Test
  void theLoopIsThereForOthersBetweenTurns() {
    CompletableFuture<Void> all = new CompletableFuture<>();
    CompletableFuture<Integer> other = new CompletableFuture<>();
    loop.execute(
        () -> {
          for (int i = 0; i < 20; i++) {
            turns.await(LOUD, () -> busyFor(1_000_000));
          }
          turns.await(LOUD, () -> all.complete(null));
          // As a socket's event would be: behind what is there already.
          loop.execute(() -> other.complete(taken.size()));
        });
    all.orTimeout(30, TimeUnit.SECONDS).join();
    int before = other.orTimeout(30, TimeUnit.SECONDS).join();
    assertTrue(before < 20, "all turns came first: " + before);
    assertFalse(taken.isEmpty());
  }

  private void busyFor(long nanos) {
    long begun = System.nanoTime();
    while (System.nanoTime() - begun < nanos) {
      Thread.onSpinWait();
    }
    taken.add("turn");
  }
}
