// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.leaks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A lost buffer doesn't go unnoticed. */
final class NoLeaksTest {
  private static final int MOST_ROUNDS = 100;

  @Test
  void everyResourceIsWatchedByTheRecorder() {
    assertEquals(ResourceLeakDetector.Level.PARANOID, ResourceLeakDetector.getLevel());
    assertInstanceOf(
        LeakRecorder.class,
        ResourceLeakDetectorFactory.instance().newResourceLeakDetector(NoLeaksTest.class));
  }

  @Test
  void aBufferThatIsNeverReleasedIsReported() {
    lose(ByteBufAllocator.DEFAULT);
    List<String> reported = new ArrayList<>();
    for (int i = 0; i < MOST_ROUNDS && reported.isEmpty(); i++) {
      System.gc();
      ByteBufAllocator.DEFAULT.heapBuffer().release();
      reported.addAll(LeakRecorder.takeAll());
    }
    assertEquals(1, reported.size());
    assertTrue(reported.getFirst().contains("ByteBuf"), reported.getFirst());
  }

  /** In a method of its own, so that no local variable holds on to it. */
  private static void lose(ByteBufAllocator allocator) {
    allocator.heapBuffer(16).writeByte(1);
  }
}
