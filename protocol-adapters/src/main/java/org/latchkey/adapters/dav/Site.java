// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav;

import io.vertx.core.http.HttpServerRequest;

/** A web site that shares the port, and sees for itself who may do what. */
public interface Site {
  /** One that answers nothing. */
  Site NONE =
      new Site() {
        @Override
        public boolean claims(HttpServerRequest request) {
          return false;
        }

        @Override
        public void handle(HttpServerRequest request) {
          throw new IllegalStateException("not claimed");
        }
      };

  /** Whether a request is for it and not for the contacts and calendars, by its path. */
  boolean claims(HttpServerRequest request);

  /** Answers one that it claims; called on the connection's event loop, which it doesn't block. */
  void handle(HttpServerRequest request);
}
