// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.health;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A question that blocks, asked once at a time: who asks meanwhile gets the same answer. */
final class Shared<T> {
  private final Vertx vertx;
  private final Supplier<T> question;
  private @Nullable Future<T> underWay;

  Shared(Vertx vertx, Supplier<T> question) {
    this.vertx = vertx;
    this.question = question;
  }

  synchronized Future<T> ask() {
    Future<T> present = underWay;
    if (present != null && !present.isComplete()) {
      return present;
    }
    Future<T> asked =
        Future.fromCompletionStage(
            CompletableFuture.supplyAsync(question, Thread::startVirtualThread),
            vertx.getOrCreateContext());
    underWay = asked;
    return asked;
  }
}
