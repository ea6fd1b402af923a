// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.latchkey.adapters.dav.gateway.Gateway;
import org.latchkey.adapters.dav.http.RequestHead;
import org.latchkey.adapters.net.Limits;
import org.latchkey.config.Cidr;
import org.latchkey.core.throttle.Throttle.Source;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One event loop's share of the server: Vert.x spreads the connections of a port over all that
 * listen on it. Belongs to its event loop.
 */
final class DavListener extends VerticleBase {
  private static final Logger log = LoggerFactory.getLogger(DavListener.class);

  private final DavServer.Parts parts;
  private final SocketAddress address;
  private final Limits limits;
  private final HttpServer server;
  private final int loops;
  private final Map<HttpConnection, DavConnection> connections = new HashMap<>();

  DavListener(DavServer.Parts parts, SocketAddress address, HttpServer server, int loops) {
    this.parts = parts;
    this.address = address;
    this.limits = parts.limits();
    this.server = server;
    this.loops = loops;
  }

  @Override
  public Future<?> start() {
    // Here, so that the clients are of this event loop and closed with it.
    Gateway gateway = new Gateway(vertx, parts.routes(), loops, parts.audit());
    Answering answering = new Answering(parts.signIn(), gateway);
    vertx.setPeriodic(1000, timer -> answering.tick());
    return server
        .connectionHandler(this::connected)
        .requestHandler(request -> requested(request, answering))
        .listen(address);
  }

  private void connected(HttpConnection http) {
    Optional<InetSocketAddress> client = client(http);
    if (client.isEmpty()) {
      http.close();
      return;
    }
    Source source = Source.of(client.get().getAddress());
    if (!limits.enter(source)) {
      http.close();
      return;
    }
    DavConnection connection =
        new DavConnection(http, context, client.get(), parts.sessions(), limits.settings());
    connections.put(http, connection);
    http.exceptionHandler(gone -> log.debug("event=connection-failed client={}", client, gone));
    http.closeHandler(
        none -> {
          connections.remove(http);
          limits.leave(source);
          connection.closed();
        });
  }

  /** Empty for one that may not connect: only the proxies that are named may name a client. */
  private Optional<InetSocketAddress> client(HttpConnection http) {
    if (!limits.settings().proxyProtocol().isEmpty()) {
      Optional<InetSocketAddress> proxy = ip(http.remoteAddress(true));
      if (proxy.isEmpty() || !isTrusted(proxy.get().getAddress())) {
        return Optional.empty();
      }
    }
    return ip(http.remoteAddress());
  }

  private boolean isTrusted(InetAddress proxy) {
    for (Cidr network : limits.settings().proxyProtocol()) {
      if (network.contains(proxy)) {
        return true;
      }
    }
    return false;
  }

  private static Optional<InetSocketAddress> ip(SocketAddress address) {
    @Nullable String host = address.hostAddress();
    return host == null
        ? Optional.empty()
        : Optional.of(new InetSocketAddress(InetAddress.ofLiteral(host), address.port()));
  }

  /** Nothing of it is done: the client may ask again, on another connection if need be. */
  private static void refuse(HttpServerRequest request) {
    if (request.version() == HttpVersion.HTTP_2) {
      var _ = request.response().reset(Http2Code.REFUSED_STREAM);
    } else {
      request.connection().close();
    }
  }

  private void requested(HttpServerRequest request, Answering answering) {
    DavConnection connection = connections.get(request.connection());
    if (connection == null) {
      request.connection().close();
      return;
    }
    if (connection.isClosing() || connection.held().hasTooManyStreams()) {
      refuse(request);
      return;
    }
    switch (RequestHead.of(request)) {
      case RequestHead.Refused refused -> Exchange.refuse(connection, request, refused, answering);
      case RequestHead.Good head when isForTheSite(connection, request, head) ->
          new SiteExchange(connection, request).begin(parts.site());
      case RequestHead.Good head -> new Exchange(connection, request, head, answering).begin();
    }
  }

  private boolean isForTheSite(
      DavConnection connection, HttpServerRequest request, RequestHead.Good head) {
    return connection.takesPasswords()
        && !head.target().equals(RequestHead.SERVER)
        && parts.site().claims(request);
  }
}
