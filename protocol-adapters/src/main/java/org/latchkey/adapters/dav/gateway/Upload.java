// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav.gateway;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/**
 * The body of a request on its way to the upstream, no faster than that takes it. Belongs to the
 * event loop.
 */
final class Upload {
  private final HttpServerRequest request;
  private final UpstreamConnection connection;
  private final BodyLength length;
  private final Runnable onWrongLength;
  private long octets;
  private boolean held;
  private boolean done;
  private boolean detached;
  private long since = System.nanoTime();

  /**
   * @param onWrongLength told that the client sent more or less than it said
   */
  Upload(
      HttpServerRequest request,
      UpstreamConnection connection,
      BodyLength length,
      Runnable onWrongLength) {
    this.request = request;
    this.connection = connection;
    this.length = length;
    this.onWrongLength = onWrongLength;
  }

  /**
   * Begins.
   *
   * @param begun what was read of it already
   * @param whole whether that is all
   */
  void begin(Buffer begun, boolean whole) {
    if (begun.length() > 0) {
      take(begun);
    }
    if (whole) {
      end();
      return;
    }
    request.handler(this::take);
    request.endHandler(none -> end());
    if (!held) {
      request.resume();
    }
  }

  private void take(Buffer more) {
    if (detached || done) {
      return;
    }
    since = System.nanoTime();
    octets += more.length();
    if (length instanceof BodyLength.Known known && octets > known.octets()) {
      onWrongLength.run();
      return;
    }
    connection.write(more);
    if (connection.isFull()) {
      held = true;
      request.pause();
    }
  }

  private void end() {
    if (detached || done) {
      return;
    }
    since = System.nanoTime();
    if (length instanceof BodyLength.Known known && octets < known.octets()) {
      onWrongLength.run();
      return;
    }
    done = true;
    connection.finish();
  }

  /** The upstream has taken what there was. */
  void drained() {
    if (held && !detached) {
      held = false;
      since = System.nanoTime();
      request.resume();
    }
  }

  /** The upstream shows that it is at work. */
  void moved() {
    since = System.nanoTime();
  }

  /** Whether the upstream has taken less than there is. */
  boolean isHeld() {
    return held;
  }

  /** Whether all of it is sent. */
  boolean isDone() {
    return done;
  }

  /** When it last got on, by {@link System#nanoTime()}. */
  long since() {
    return since;
  }

  /** Leaves the request to somebody else. */
  void detach() {
    detached = true;
  }
}
