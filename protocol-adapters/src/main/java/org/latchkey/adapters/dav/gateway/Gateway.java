// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav.gateway;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import org.latchkey.adapters.dav.http.RequestHead;
import org.latchkey.core.audit.Audit;

/** One event loop's way to the upstreams. Belongs to it. */
public final class Gateway {
  private final Vertx vertx;
  private final Routes routes;
  private final Upstreams upstreams;
  private final Audit audit;

  /**
   * @param loops how many event loops share the routes
   * @param audit told of upstreams that fail
   */
  public Gateway(Vertx vertx, Routes routes, int loops, Audit audit) {
    this.vertx = vertx;
    this.routes = routes;
    this.audit = audit;
    this.upstreams = new Upstreams(vertx, routes, loops);
  }

  /** The routes that it serves. */
  public Routes routes() {
    return routes;
  }

  /** A request that is signed in, to be passed on: nothing is done until it is started. */
  public Relay relay(
      HttpServerRequest request, RequestHead.Good head, Target.Routed target, Visitor visitor) {
    Relay.Parts parts = new Relay.Parts(vertx, routes, upstreams, audit);
    return new Relay(parts, request, head, target, visitor);
  }
}
