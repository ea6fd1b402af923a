// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav;

import io.vertx.core.http.HttpServerRequest;

/** One request to the web site that shares the port. Belongs to the connection's event loop. */
final class SiteExchange {
  private final DavConnection connection;
  private final HttpServerRequest request;
  private boolean over;

  SiteExchange(DavConnection connection, HttpServerRequest request) {
    this.connection = connection;
    this.request = request;
  }

  void begin(Site site) {
    connection.pageBegins();
    request.response().endHandler(sent -> over()).closeHandler(gone -> over());
    site.handle(request);
  }

  private void over() {
    if (!over) {
      over = true;
      connection.pageOver();
    }
  }
}
