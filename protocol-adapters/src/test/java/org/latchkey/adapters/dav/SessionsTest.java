// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.latchkey.core.account.Service;
import org.latchkey.core.audit.AuditEvent;
import org.latchkey.core.session.LiveSession;
import org.latchkey.core.session.SignOutReason;
import org.latchkey.core.signin.SignInOutcome;

/** Live sessions over connections that this test holds in its hands. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
final class SessionsTest {
  private final List<HttpClientAgent> clients = new ArrayList<>();
  private Rig rig;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    TestCertificate certificate = TestCertificate.make(folder, "sessions");
    rig = new Rig(Rig.network(), Rig.tls(folder, certificate));
  }

  @AfterAll
  void stop() {
    rig.close();
  }

  private static <T> T done(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get();
  }

  private HttpClientConnection connect(HttpVersion version) throws Exception {
    rig.events.clear();
    HttpClientAgent client =
        rig.vertx()
            .createHttpClient(
                new HttpClientOptions()
                    .setSsl(true)
                    .setUseAlpn(true)
                    .setTrustAll(true)
                    .setVerifyHost(false)
                    .setProtocolVersion(version));
    // Vert.x closes a client that nobody holds any more, and its connections with it.
    clients.add(client);
    return done(
        client.connect(
            new HttpConnectOptions().setHost("127.0.0.1").setPort(rig.address.getPort())));
  }

  private static HttpClientResponse get(HttpClientConnection connection, String path, Rig.Made made)
      throws Exception {
    return done(
        connection
            .request(
                new RequestOptions()
                    .setMethod(HttpMethod.GET)
                    .setURI(path)
                    .putHeader("Authorization", Browser.basic("alice", made.secret())))
            .compose(request -> request.send())
            .compose(response -> response.body().map(response)));
  }

  private LiveSession granted() throws InterruptedException {
    return ((SignInOutcome.Granted) rig.next(AuditEvent.SignInDecided.class).outcome()).session();
  }

  @ParameterizedTest
  @EnumSource(
      value = HttpVersion.class,
      names = {"HTTP_1_1", "HTTP_2"})
  void connectionHasOneSessionForAnAppPassword(HttpVersion version) throws Exception {
    Rig.Made made = rig.makeForDav();
    HttpClientConnection connection = connect(version);
    assertEquals(200, get(connection, "/carddav/", made).statusCode());
    LiveSession first = granted();
    assertEquals(200, get(connection, "/carddav/alice/", made).statusCode());
    assertEquals(first, granted());
    assertEquals(200, get(connection, "/caldav/", made).statusCode());
    LiveSession calendars = granted();
    assertNotEquals(first, calendars);
    assertEquals(200, get(connection, "/carddav/", made).statusCode());
    assertEquals(first, granted());
    done(connection.close());
    rig.next(AuditEvent.SessionClosed.class);
    rig.next(AuditEvent.SessionClosed.class);
    assertTrue(rig.sessions.of(rig.alice).isEmpty());
  }

  @ParameterizedTest
  @EnumSource(
      value = HttpVersion.class,
      names = {"HTTP_1_1", "HTTP_2"})
  void otherAppPasswordEndsTheSessionOfTheFirst(HttpVersion version) throws Exception {
    Rig.Made one = rig.makeForDav();
    Rig.Made other = rig.makeForDav();
    HttpClientConnection connection = connect(version);
    assertEquals(200, get(connection, "/carddav/", one).statusCode());
    LiveSession first = granted();
    assertEquals(200, get(connection, "/carddav/", other).statusCode());
    assertEquals(first, rig.next(AuditEvent.SessionClosed.class).session());
    done(connection.close());
    rig.next(AuditEvent.SessionClosed.class);
  }

  @ParameterizedTest
  @EnumSource(
      value = HttpVersion.class,
      names = {"HTTP_1_1", "HTTP_2"})
  void idleConnectionIsClosedAtSignOut(HttpVersion version) throws Exception {
    Rig.Made made = rig.makeForDav();
    HttpClientConnection connection = connect(version);
    CompletableFuture<Void> closed = new CompletableFuture<>();
    CompletableFuture<Void> goneAway = new CompletableFuture<>();
    connection.closeHandler(closed::complete);
    if (version == HttpVersion.HTTP_2) {
      // Told of GOAWAY, without the copy of it that nobody can release.
      connection.shutdownHandler(goneAway::complete);
    }
    assertEquals(200, get(connection, "/carddav/", made).statusCode());
    rig.revoke(made);
    assertEquals(SignOutReason.REVOKED, rig.next(AuditEvent.SignedOut.class).reason());
    closed.get();
    if (version == HttpVersion.HTTP_2) {
      goneAway.get();
    }
    HttpClientConnection again = connect(version);
    assertEquals(401, get(again, "/carddav/", made).statusCode());
    done(again.close());
  }

  @ParameterizedTest
  @EnumSource(
      value = HttpVersion.class,
      names = {"HTTP_1_1", "HTTP_2"})
  void requestWhoseBodyIsOnItsWayAtSignOutIsRefused(HttpVersion version) throws Exception {
    for (int i = 0; i < 20; i++) {
      sendBodyAroundSignOut(version);
    }
  }

  /** The sign-out reaches the event loop before, between or after what is left of the body. */
  private void sendBodyAroundSignOut(HttpVersion version) throws Exception {
    Rig.Made made = rig.makeForDav();
    HttpClientConnection connection = connect(version);
    CompletableFuture<Void> closed = new CompletableFuture<>();
    connection.closeHandler(closed::complete);
    String body = Browser.propfind("d:displayname");
    var request =
        done(
            connection.request(
                new RequestOptions()
                    .setMethod(HttpMethod.valueOf("PROPFIND"))
                    .setURI("/carddav/")
                    .putHeader("Authorization", Browser.basic("alice", made.secret()))
                    .putHeader("Content-Length", Integer.toString(body.length()))));
    done(request.writeHead());
    done(request.write(body.substring(0, 10)));
    granted();
    rig.revoke(made);
    rig.next(AuditEvent.SignedOut.class);
    done(request.end(body.substring(10)));
    HttpClientResponse answer = done(request.response());
    assertEquals(401, answer.statusCode());
    if (version == HttpVersion.HTTP_1_1) {
      assertEquals("close", answer.getHeader("Connection"));
    }
    closed.get();
  }

  @Test
  void stoppingServerSignsOut() throws Exception {
    Rig.Made made = rig.make(Service.CARDDAV);
    HttpClientConnection connection = connect(HttpVersion.HTTP_2);
    CompletableFuture<Void> closed = new CompletableFuture<>();
    connection.closeHandler(closed::complete);
    assertEquals(200, get(connection, "/carddav/", made).statusCode());
    rig.sessions.endAll(SignOutReason.SERVER_STOPPING);
    closed.get();
  }
}
