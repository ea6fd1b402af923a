// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.leaks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBufAllocator;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails a test class in which a leak was reported; JUnit registers it for all of them. */
public final class NoLeaks implements AfterAllCallback {
  private static final int ROUNDS = 3;

  /** A leak is reported when a collected resource's tracker meets the next one that is made. */
  @Override
  public void afterAll(ExtensionContext context) {
    for (int i = 0; i < ROUNDS; i++) {
      System.gc();
      ByteBufAllocator.DEFAULT.directBuffer().release();
    }
    assertEquals(List.of(), LeakRecorder.takeAll());
  }
}
