// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.leaks;

import io.netty.util.ResourceLeakDetector;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Netty's leak detector, which remembers what it would log. Netty makes one for each kind of
 * resource, as the system property {@code io.netty.customResourceLeakDetector} says.
 */
public final class LeakRecorder<T> extends ResourceLeakDetector<T> {
  private static final Queue<String> leaks = new ConcurrentLinkedQueue<>();

  /** What Netty calls, by reflection. */
  public LeakRecorder(Class<?> resourceType, int samplingInterval) {
    super(resourceType, samplingInterval);
  }

  /** What Netty called in earlier releases, and still looks for. */
  public LeakRecorder(Class<?> resourceType, int samplingInterval, long maxActive) {
    this(resourceType, samplingInterval);
  }

  /** What was reported since the last time, forgotten afterwards. */
  static List<String> takeAll() {
    List<String> taken = new ArrayList<>();
    for (String leak = leaks.poll(); leak != null; leak = leaks.poll()) {
      taken.add(leak);
    }
    return taken;
  }

  @Override
  protected boolean needReport() {
    return true;
  }

  @Override
  protected void reportTracedLeak(String resourceType, String records) {
    leaks.add(resourceType + records);
  }

  @Override
  protected void reportUntracedLeak(String resourceType) {
    leaks.add(resourceType);
  }
}
