// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.embedded;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.latchkey.core.directory.DirectoryUnavailableException;

/**
 * Makes changes on a platform thread, since LMDB's lock for writing is the system thread's that
 * took it: a virtual thread hands its change over and waits.
 */
final class Writer implements AutoCloseable {
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("directory-writer").daemon().factory());

  <R> R make(Supplier<R> change) {
    if (!Thread.currentThread().isVirtual()) {
      return change.get();
    }
    try {
      return CompletableFuture.supplyAsync(change, thread).join();
    } catch (RejectedExecutionException e) {
      throw new DirectoryUnavailableException("the directory is closed", e);
    } catch (CompletionException e) {
      // What the change itself threw, as its caller knows it.
      throw e.getCause() instanceof RuntimeException thrown ? thrown : e;
    }
  }

  /** Waits for the change that is under way. */
  @Override
  public void close() {
    thread.close();
  }
}
