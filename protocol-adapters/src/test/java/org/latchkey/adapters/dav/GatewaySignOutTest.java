// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.latchkey.core.audit.AuditEvent;
import org.latchkey.core.session.SignOutReason;

/** Sign-outs while a request is under way: both legs end. */
@Timeout(60)
final class GatewaySignOutTest {
  private TestCertificate certificate;
  private TestUpstream upstream;
  private Rig rig;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    certificate = TestCertificate.make(folder, "sign-out");
    upstream = new TestUpstream(Optional.empty());
    rig = new Rig(Rig.network(), Rig.tls(folder, certificate), upstream.route());
  }

  @AfterEach
  void stop() {
    rig.close();
    upstream.close();
  }

  private HttpClient client(Version version) throws Exception {
    return HttpClient.newBuilder()
        .version(version)
        .sslContext(TestCertificate.trusting(certificate))
        .build();
  }

  /** Of a method that the JDK's client doesn't try again by itself. */
  private HttpRequest.Builder request(Rig.Made made) {
    return HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + rig.address.getPort() + "/a"))
        .method("REPORT", HttpRequest.BodyPublishers.noBody())
        .header("Authorization", Browser.basic("alice", made.secret()));
  }

  enum Stage implements Handler<HttpServerRequest> {
    /** The upstream has not answered yet. */
    UNANSWERED {
      @Override
      public void handle(HttpServerRequest request) {}
    },
    /** The answer is on its way. */
    ANSWERING {
      @Override
      public void handle(HttpServerRequest request) {
        request.response().setChunked(true).write("half");
      }
    },
    /** More of it than the client has read. */
    FULL {
      @Override
      public void handle(HttpServerRequest request) {
        request.response().setChunked(true);
        for (int i = 0; i < 500; i++) {
          request.response().write(Buffer.buffer(new byte[64 * 1024]));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Stage.class)
  void revocationCutsBothLegsOverHttp1(Stage stage) throws Exception {
    revocationCutsBothLegs(Version.HTTP_1_1, stage);
  }

  @ParameterizedTest
  @EnumSource(Stage.class)
  void revocationCutsBothLegsOverHttp2(Stage stage) throws Exception {
    revocationCutsBothLegs(Version.HTTP_2, stage);
  }

  private void revocationCutsBothLegs(Version version, Stage stage) throws Exception {
    CompletableFuture<Void> gone = new CompletableFuture<>();
    upstream.handler =
        request -> {
          request.connection().closeHandler(none -> gone.complete(null));
          stage.handle(request);
        };
    Rig.Made made = rig.makeForDav();
    try (HttpClient client = client(version)) {
      CompletableFuture<HttpResponse<InputStream>> answer =
          client.sendAsync(request(made).build(), HttpResponse.BodyHandlers.ofInputStream());
      upstream.next();
      if (stage != Stage.UNANSWERED) {
        answer.get();
      }
      rig.revoke(made);
      assertEquals(SignOutReason.REVOKED, rig.next(AuditEvent.SignedOut.class).reason());
      gone.get();
      if (stage == Stage.UNANSWERED) {
        assertThrows(ExecutionException.class, answer::get);
      } else {
        assertThrows(IOException.class, () -> answer.get().body().readAllBytes());
      }
    }
    try (HttpClient client = client(version)) {
      assertEquals(
          401,
          client.send(request(made).build(), HttpResponse.BodyHandlers.discarding()).statusCode());
    }
    assertTrue(
        rig.events.stream().noneMatch(AuditEvent.UpstreamFailed.class::isInstance),
        "a sign-out is no failure of the upstream");
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void clientThatGoesAwayEndsTheUpstreamsLeg(Version version) throws Exception {
    CompletableFuture<Void> gone = new CompletableFuture<>();
    upstream.handler = request -> request.connection().closeHandler(none -> gone.complete(null));
    HttpClient client = client(version);
    CompletableFuture<HttpResponse<Void>> answer =
        client.sendAsync(request(rig.makeForDav()).build(), HttpResponse.BodyHandlers.discarding());
    upstream.next();
    client.shutdownNow();
    gone.get();
    assertThrows(ExecutionException.class, answer::get);
    assertTrue(rig.events.stream().noneMatch(AuditEvent.UpstreamFailed.class::isInstance));
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void stoppingServerCutsBothLegs(Version version) throws Exception {
    CompletableFuture<Void> gone = new CompletableFuture<>();
    upstream.handler = request -> request.connection().closeHandler(none -> gone.complete(null));
    try (HttpClient client = client(version)) {
      CompletableFuture<HttpResponse<Void>> answer =
          client.sendAsync(
              request(rig.makeForDav()).build(), HttpResponse.BodyHandlers.discarding());
      upstream.next();
      rig.sessions.endAll(SignOutReason.SERVER_STOPPING);
      gone.get();
      assertThrows(ExecutionException.class, answer::get);
    }
  }
}
