// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** A client that is signed in, stays so, and notices at once when the server ends it. */
interface LiveClient extends AutoCloseable {
  /**
   * How the server ended it.
   *
   * @param words its last words; empty where the protocol has none
   * @param nanos when they were read ({@link System#nanoTime()})
   */
  record Goodbye(String words, long nanos) {}

  /** What it is called in a report. */
  String name();

  /** What it is signed in to. */
  String service();

  /** What every goodbye in this protocol begins with. */
  String lastWords();

  CompletableFuture<Goodbye> goodbye();

  /** Whether the server still takes it for signed in: asks, and waits for the answer. */
  boolean isSignedIn() throws Exception;

  @Override
  void close() throws IOException;
}
