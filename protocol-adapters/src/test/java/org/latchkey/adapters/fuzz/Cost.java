// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Bounds on what one input may cost: the thread's own time and memory, however busy the machine.
 */
public final class Cost {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final Duration MOST_TIME = Duration.ofSeconds(2);
  private static final long MOST_BYTES = 64L << 20;
  private static final int BYTES_PER_OCTET = 16_384;
  private static final Duration TIME_PER_OCTET = Duration.ofNanos(10_000);
  private static final int MOST_TRIES = 3;

  private Cost() {}

  /**
   * Does the work within the bounds, or fails. What takes too much is done again: the first time
   * classes may have been loaded.
   *
   * @param octets what a stranger sent: each may be an answer's worth, and Jazzer's hooks cost more
   *     than that
   */
  public static <T> T bounded(int octets, Supplier<T> work) {
    Duration mostTime = MOST_TIME.plus(TIME_PER_OCTET.multipliedBy(octets));
    long mostBytes = MOST_BYTES + (long) octets * BYTES_PER_OCTET;
    for (int tries = 1; ; tries++) {
      long nanos = THREADS.getCurrentThreadCpuTime();
      long bytes = THREADS.getCurrentThreadAllocatedBytes();
      T result = work.get();
      Duration took = Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - nanos);
      long allocated = THREADS.getCurrentThreadAllocatedBytes() - bytes;
      if (took.compareTo(mostTime) <= 0 && allocated <= mostBytes) {
        return result;
      }
      assertTrue(tries < MOST_TRIES, () -> "took " + took + " and " + allocated + " bytes");
    }
  }
}
