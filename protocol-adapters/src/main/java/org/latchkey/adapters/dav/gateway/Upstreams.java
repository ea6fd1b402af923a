// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav.gateway;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.PemTrustOptions;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.latchkey.config.DavRouteSettings;
import org.latchkey.core.upstream.SystemAuthorities;

/** One event loop's connections to the upstreams, kept for more requests. Belongs to it. */
final class Upstreams {
  /** Less than the 5 s after which Apache and others close an idle one: no race with them. */
  private static final int KEEP_ALIVE_SECONDS = 4;

  private static final int MAX_HEAD_BYTES = 64 * 1024;
  private static final int MAX_LINE_BYTES = 8 * 1024;
  private static final int MAX_WAITING = 1000;

  private final Map<Route, HttpClientAgent> clients = new HashMap<>();

  /**
   * @param loops how many event loops share what a route may open
   */
  Upstreams(Vertx vertx, Routes routes, int loops) {
    for (Route route : routes.all()) {
      DavRouteSettings settings = route.settings();
      int connections = Math.ceilDiv(settings.maxConnections(), loops);
      clients.put(
          route,
          vertx.createHttpClient(
              options(settings),
              new PoolOptions().setHttp1MaxSize(connections).setMaxWaitQueueSize(MAX_WAITING)));
    }
  }

  private static HttpClientOptions options(DavRouteSettings settings) {
    long connectMillis = settings.connectTimeout().toMillis();
    HttpClientOptions options =
        new HttpClientOptions()
            .setProtocolVersion(HttpVersion.HTTP_1_1)
            .setKeepAlive(true)
            .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
            .setPipelining(false)
            .setDecompressionSupported(false)
            .setMaxHeaderSize(MAX_HEAD_BYTES)
            .setMaxInitialLineLength(MAX_LINE_BYTES)
            .setConnectTimeout((int) connectMillis)
            .setTcpNoDelay(true)
            .setVerifyHost(true)
            .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
            .setSslHandshakeTimeout(connectMillis)
            .setSslEngineOptions(
                OpenSSLEngineOptions.isAvailable()
                    ? new OpenSSLEngineOptions()
                    : new JdkSSLEngineOptions());
    settings
        .ca()
        .or(SystemAuthorities::file)
        .ifPresent(
            file -> options.setTrustOptions(new PemTrustOptions().addCertPath(file.toString())));
    return options;
  }

  /** A request with a connection under it; fails within the route's connect timeout. */
  Future<HttpClientRequest> request(Target.Routed target, HttpMethod method, Address address) {
    DavRouteSettings settings = target.route().settings();
    return Objects.requireNonNull(clients.get(target.route()))
        .request(
            new RequestOptions()
                .setMethod(method)
                .setURI(target.uri())
                .setSsl(address.encrypted())
                .setHost(address.host())
                .setPort(address.port())
                .setConnectTimeout(settings.connectTimeout().toMillis()));
  }
}
