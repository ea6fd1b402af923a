// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav.gateway;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/**
 * A body on its way from one side to the other, seen from where it is read: whether it waits for
 * its source or for its sink, and since when. Belongs to the connection's event loop.
 */
final class Leg implements ReadStream<Buffer> {
  private final ReadStream<Buffer> source;
  private boolean held;
  private boolean ended;
  private boolean detached;
  private long since = System.nanoTime();

  Leg(ReadStream<Buffer> source) {
    this.source = source;
  }

  /** Whether the sink has taken less than there is. */
  boolean isHeld() {
    return held;
  }

  /** Whether all of it has come. */
  boolean isEnded() {
    return ended;
  }

  /** When it last got on, by {@link System#nanoTime()}. */
  long since() {
    return since;
  }

  /** Leaves the source to somebody else: nothing that is asked of it here reaches it any more. */
  void detach() {
    detached = true;
  }

  private void moved() {
    since = System.nanoTime();
  }

  @Override
  public ReadStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> handler) {
    if (!detached) {
      source.exceptionHandler(handler);
    }
    return this;
  }

  @Override
  public ReadStream<Buffer> handler(@Nullable Handler<Buffer> handler) {
    if (detached) {
      return this;
    }
    source.handler(
        handler == null
            ? null
            : octets -> {
              moved();
              handler.handle(octets);
            });
    return this;
  }

  @Override
  public ReadStream<Buffer> endHandler(@Nullable Handler<Void> handler) {
    if (detached) {
      return this;
    }
    source.endHandler(
        handler == null
            ? null
            : none -> {
              moved();
              ended = true;
              handler.handle(null);
            });
    return this;
  }

  @Override
  public ReadStream<Buffer> pause() {
    if (!detached) {
      moved();
      held = true;
      source.pause();
    }
    return this;
  }

  @Override
  public ReadStream<Buffer> resume() {
    if (!detached) {
      moved();
      held = false;
      source.resume();
    }
    return this;
  }

  @Override
  public ReadStream<Buffer> fetch(long amount) {
    if (!detached) {
      moved();
      source.fetch(amount);
    }
    return this;
  }
}
