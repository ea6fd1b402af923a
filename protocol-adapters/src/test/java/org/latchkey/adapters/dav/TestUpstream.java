// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.latchkey.adapters.dav.gateway.Routes;
import org.latchkey.config.InvalidSettingsException;
import org.latchkey.config.SettingsFile;

/** A DAV server behind the gateway, on a free loopback port: it does what a test tells it. */
final class TestUpstream implements AutoCloseable {
  /** What is published of the keys. */
  static final String JWK_SET = "{\"keys\":[]}";

  /** Every request, once its head is here. */
  final BlockingQueue<HttpServerRequest> requests = new LinkedBlockingQueue<>();

  final AtomicInteger connections = new AtomicInteger();

  /** Answers; empty with 200, and reads what comes, until a test says otherwise. */
  volatile Handler<HttpServerRequest> handler = request -> request.response().end();

  private final Vertx vertx = Vertx.vertx();
  private final HttpServer server;

  TestUpstream(Optional<DavServer.Tls> tls) {
    HttpServerOptions options = new HttpServerOptions().setHost("127.0.0.1").setPort(0);
    tls.ifPresent(
        files ->
            options
                .setSsl(true)
                .setKeyCertOptions(
                    new PemKeyCertOptions()
                        .setCertPath(files.certificate().toString())
                        .setKeyPath(files.key().toString())));
    server = vertx.createHttpServer(options);
    server.connectionHandler(connection -> connections.incrementAndGet());
    server.requestHandler(
        request -> {
          requests.add(request);
          handler.handle(request);
        });
    server.listen().toCompletionStage().toCompletableFuture().join();
  }

  int port() {
    return server.actualPort();
  }

  String url() {
    return "http://127.0.0.1:" + port() + "/";
  }

  HttpServerRequest next() throws InterruptedException {
    return requests.take();
  }

  /** One route to it at the root, with more keys of its table. */
  Routes route(String... keys) {
    return routes("[dav.routes.one]\nurl = '" + url() + "'\n" + String.join("\n", keys));
  }

  /** Routes as a settings file has them. */
  static Routes routes(String toml) {
    try {
      return Routes.of(
          SettingsFile.parse(toml, "/test.toml").dav(),
          Rig.routeCredentials()::of,
          JWK_SET,
          Optional.empty());
    } catch (InvalidSettingsException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
