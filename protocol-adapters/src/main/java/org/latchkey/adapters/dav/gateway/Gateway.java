// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav.gateway;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;

/** One event loop's way to the upstreams. Belongs to it. */
public final class Gateway {
  private final Vertx vertx;
  private final Routes routes;
  private final Upstreams upstreams;

  /**
   * @param loops how many event loops share the routes
   */
  public Gateway(Vertx vertx, Routes routes, int loops) {
    this.vertx = vertx;
    this.routes = routes;
    this.upstreams = new Upstreams(vertx, routes, loops);
  }

  /** The routes that it serves. */
  public Routes routes() {
    return routes;
  }

  /** A request that is signed in, to be passed on: nothing is done until it is started. */
  public Relay relay(HttpServerRequest request, Target.Routed target, Visitor visitor) {
    return new Relay(new Relay.Parts(vertx, routes, upstreams), request, target, visitor);
  }
}
