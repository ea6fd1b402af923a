// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.health;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.latchkey.config.ListenerSettings;

/**
 * Answers {@code /health/live}, {@code /health/ready} and {@code /metrics}, without TLS and to
 * everybody who reaches its port. However many ask, the checks run once at a time, off the event
 * loop.
 */
public final class HealthServer implements AutoCloseable {
  private static final long DONE_SECONDS = 30;
  private static final long CHECKS_SECONDS = 2;
  private static final int IDLE_SECONDS = 60;
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
  private static final String JSON = "application/json";

  private final HttpServer server;
  private final Shared<Optional<Readiness.Problem>> readiness;
  private final Shared<String> metrics;

  public HealthServer(Vertx vertx, Readiness readiness, MetricsText metrics) {
    this.readiness = new Shared<>(vertx, readiness::problem);
    this.metrics = new Shared<>(vertx, metrics::text);
    server =
        vertx
            .createHttpServer(
                new HttpServerOptions()
                    .setHttp2ClearTextEnabled(false)
                    .setIdleTimeout(IDLE_SECONDS)
                    .setIdleTimeoutUnit(TimeUnit.SECONDS))
            .requestHandler(this::answer);
  }

  /**
   * Opens the port. Blocks until that is done.
   *
   * @return the address that it is bound to
   * @throws IllegalStateException when it can't be bound
   */
  public InetSocketAddress start(ListenerSettings listener) {
    InetSocketAddress wanted = listener.socketAddress();
    String host = wanted.getAddress().getHostAddress();
    done(
        server.listen(SocketAddress.inetSocketAddress(wanted.getPort(), host)),
        "the health port can't be opened");
    return new InetSocketAddress(wanted.getAddress(), server.actualPort());
  }

  /** Closes the port and its connections. Blocks until that is done. */
  @Override
  public void close() {
    done(server.close(), "the health port can't be closed");
  }

  private void answer(HttpServerRequest request) {
    boolean reads =
        HttpMethod.GET.equals(request.method()) || HttpMethod.HEAD.equals(request.method());
    if (!reads) {
      request.response().putHeader("Allow", "GET, HEAD");
      send(request, 405, TEXT, "Only GET and HEAD.\n");
      return;
    }
    switch (request.path()) {
      case "/health/live" -> send(request, 200, JSON, "{\"live\":true}\n");
      case "/health/ready" -> ready(request);
      case "/metrics" -> metrics(request);
      case null, default -> send(request, 404, TEXT, "There is nothing here.\n");
    }
  }

  private void ready(HttpServerRequest request) {
    readiness
        .ask()
        .timeout(CHECKS_SECONDS, TimeUnit.SECONDS)
        .onComplete(
            problem ->
                problem.ifPresentOrElse(
                    amiss -> unready(request, amiss.check(), amiss.reason()),
                    () -> send(request, 200, JSON, "{\"ready\":true}\n")),
            hung -> unready(request, "all", "the checks don't come to an end"));
  }

  private static void unready(HttpServerRequest request, String check, String reason) {
    JsonObject line =
        new JsonObject().put("ready", false).put("check", check).put("reason", reason);
    send(request, 503, JSON, line.encode() + "\n");
  }

  private void metrics(HttpServerRequest request) {
    metrics
        .ask()
        .onComplete(
            text -> send(request, 200, PROMETHEUS, text),
            bug -> send(request, 500, TEXT, "The metrics can't be read.\n"));
  }

  private static void send(HttpServerRequest request, int status, String type, String body) {
    request.response().setStatusCode(status).putHeader("Content-Type", type);
    if (HttpMethod.HEAD.equals(request.method())) {
      String length = Integer.toString(Buffer.buffer(body).length());
      request.response().putHeader("Content-Length", length).end();
    } else {
      request.response().end(body);
    }
  }

  private static <T> void done(Future<T> future, String failure) {
    try {
      future.toCompletionStage().toCompletableFuture().get(DONE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(failure, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(failure, e);
    }
  }
}
