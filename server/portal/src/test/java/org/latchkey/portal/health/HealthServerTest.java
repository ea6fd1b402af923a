// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.latchkey.config.ListenerSettings;

@Timeout(60)
final class HealthServerTest {
  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void stop() {
    client.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private static Readiness ready(Runnable... probes) {
    return new Readiness(
        List.of(probes).stream().map(each -> new Readiness.Check("directory", each)).toList());
  }

  private static HttpRequest.Builder request(InetSocketAddress at, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + at.getPort() + path));
  }

  private HttpResponse<String> get(InetSocketAddress at, String path)
      throws IOException, InterruptedException {
    return client.send(request(at, path).build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void pathsAreAnswered() throws Exception {
    try (HealthServer server = new HealthServer(vertx, ready(() -> {}), () -> "some 1\n")) {
      InetSocketAddress at = server.start(ListenerSettings.loopback(0));
      assertEquals("{\"live\":true}\n", get(at, "/health/live").body());
      assertEquals(200, get(at, "/health/ready").statusCode());
      assertEquals("{\"ready\":true}\n", get(at, "/health/ready").body());
      HttpResponse<String> metrics = get(at, "/metrics?x");
      assertEquals("some 1\n", metrics.body());
      assertEquals(
          "text/plain; version=0.0.4; charset=utf-8",
          metrics.headers().firstValue("content-type").orElse(""));
      assertEquals(404, get(at, "/").statusCode());
      HttpRequest head = request(at, "/health/live").HEAD().build();
      assertEquals(200, client.send(head, HttpResponse.BodyHandlers.discarding()).statusCode());
      HttpRequest delete = request(at, "/health/live").DELETE().build();
      assertEquals(405, client.send(delete, HttpResponse.BodyHandlers.discarding()).statusCode());
    }
  }

  @Test
  void firstProblemIsToldOnOneLine() throws Exception {
    Readiness readiness =
        ready(
            () -> {},
            () -> {
              throw new IllegalStateException("\"down\"\nsince noon");
            });
    try (HealthServer server = new HealthServer(vertx, readiness, () -> "")) {
      InetSocketAddress at = server.start(ListenerSettings.loopback(0));
      HttpResponse<String> answer = get(at, "/health/ready");
      assertEquals(503, answer.statusCode());
      assertEquals(
          "{\"ready\":false,\"check\":\"directory\",\"reason\":\"\\\"down\\\"\\nsince noon\"}\n",
          answer.body());
      assertEquals(200, get(at, "/health/live").statusCode());
    }
  }

  @Test
  void hungCheckRunsOnceAndBlocksNobody() throws Exception {
    CountDownLatch hangs = new CountDownLatch(1);
    AtomicInteger runs = new AtomicInteger();
    Readiness readiness =
        ready(
            () -> {
              runs.incrementAndGet();
              try {
                hangs.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    try (HealthServer server = new HealthServer(vertx, readiness, () -> "")) {
      InetSocketAddress at = server.start(ListenerSettings.loopback(0));
      List<CompletableFuture<HttpResponse<String>>> asked =
          List.of(request(at, "/health/ready"), request(at, "/health/ready")).stream()
              .map(each -> client.sendAsync(each.build(), HttpResponse.BodyHandlers.ofString()))
              .toList();
      assertEquals(200, get(at, "/health/live").statusCode());
      for (CompletableFuture<HttpResponse<String>> each : asked) {
        assertEquals(503, each.get().statusCode());
      }
      assertEquals(1, runs.get());
      hangs.countDown();
    }
  }

  @Test
  void portThatIsTakenIsAnError() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        HealthServer server = new HealthServer(vertx, ready(), () -> "")) {
      ListenerSettings taken = ListenerSettings.loopback(other.getLocalPort());
      assertThrows(IllegalStateException.class, () -> server.start(taken));
    }
  }
}
