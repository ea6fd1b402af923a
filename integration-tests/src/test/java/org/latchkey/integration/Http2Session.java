// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A CalDAV client over one HTTP/2 connection: its goodbye is a GOAWAY, or that it is closed. */
final class Http2Session implements LiveClient {
  private static final int SIGNED_IN = 207;
  private static final long ANSWER_SECONDS = 30;

  private final CompletableFuture<Goodbye> goodbye = new CompletableFuture<>();
  private final TestServer server;
  private final TestAppPassword with;
  private final HttpClientAgent client;

  Http2Session(Vertx vertx, TestServer server, TestAppPassword with) throws Exception {
    this.server = server;
    this.with = with;
    HttpClientOptions options =
        new HttpClientOptions()
            .setProtocolVersion(HttpVersion.HTTP_2)
            .setUseAlpn(true)
            .setSsl(true)
            .setTrustAll(true)
            .setVerifyHost(false);
    client =
        vertx
            .httpClientBuilder()
            .with(options)
            .withConnectHandler(
                connection -> {
                  // Told of GOAWAY, without the copy of it that nobody can release.
                  connection.shutdownHandler(goAway -> ended());
                  connection.closeHandler(closed -> ended());
                })
            .build();
    int status = status();
    if (status != SIGNED_IN) {
      throw new AssertionError("not signed in: " + status);
    }
  }

  private void ended() {
    goodbye.complete(new Goodbye("", System.nanoTime()));
  }

  /** Asks once more, over the same connection as long as there is one. */
  int status() throws Exception {
    return client
        .request(
            new RequestOptions()
                .setMethod(HttpMethod.valueOf("PROPFIND"))
                .setHost(TestServer.HOST)
                .setPort(server.ports().https())
                .setURI("/caldav/")
                .putHeader("Depth", "0")
                .putHeader(
                    "Authorization", DavClients.basic(with.account().login(), with.secret())))
        .compose(HttpClientRequest::send)
        .compose(
            (HttpClientResponse answer) -> {
              if (answer.version() != HttpVersion.HTTP_2) {
                throw new AssertionError("answered by " + answer.version());
              }
              return answer.end().map(end -> answer.statusCode());
            })
        .toCompletionStage()
        .toCompletableFuture()
        .get(ANSWER_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public String name() {
    return "CalDAV over HTTP/2";
  }

  @Override
  public String service() {
    return "caldav";
  }

  @Override
  public String lastWords() {
    return "";
  }

  @Override
  public CompletableFuture<Goodbye> goodbye() {
    return goodbye;
  }

  @Override
  public boolean isSignedIn() throws Exception {
    return !goodbye.isDone() && status() == SIGNED_IN && !goodbye.isDone();
  }

  @Override
  public void close() {
    client.close().await();
  }
}
