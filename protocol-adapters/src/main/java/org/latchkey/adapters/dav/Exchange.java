// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.latchkey.core.account.LoginName;
import org.latchkey.core.account.Service;
import org.latchkey.core.signin.SignInOutcome;
import org.latchkey.core.signin.SignInRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request, from its head to its answer. Belongs to the connection's event loop. */
final class Exchange {
  private static final Logger log = LoggerFactory.getLogger(Exchange.class);
  private static final int MAX_CLIENT_NAME = 128;
  private static final byte[] NOTHING = {};

  private final DavConnection connection;
  private final HttpServerRequest request;
  private final Answering answering;
  private final Route route;
  private boolean over;

  Exchange(DavConnection connection, HttpServerRequest request, Answering answering) {
    this.connection = connection;
    this.request = request;
    this.answering = answering;
    @Nullable String path = request.path();
    route = path == null ? new Route.Unknown() : Route.of(path);
  }

  /** Takes the head of the request: everything is decided from it but what the body asks for. */
  void begin() {
    connection.requestBegins();
    request.exceptionHandler(gone -> over());
    if (route instanceof Route.WellKnown known) {
      send(redirect(known.service()));
    } else if (!connection.takesPasswords()) {
      send(Answer.text(403, "Passwords are taken over TLS only: use https."));
    } else {
      switch (Basic.of(request.headers().getAll(HttpHeaders.AUTHORIZATION))) {
        case Basic.Absent none -> send(Answer.unauthorized());
        case Basic.Unusable unusable -> send(Answer.unauthorized());
        case Basic.Malformed bad -> send(Answer.text(400, "Authorization is malformed."));
        case Basic.Credentials presented -> signIn(presented);
      }
    }
  }

  /** RFC 6764 §5. Without scheme and host, so that no proxy in front can make it wrong. */
  private static Answer redirect(Service service) {
    return service == Service.CALDAV
        ? Answer.text(301, "/caldav/", Answer.Fields.AT_CALDAV)
        : Answer.text(301, "/carddav/", Answer.Fields.AT_CARDDAV);
  }

  private void signIn(Basic.Credentials presented) {
    if (!connection.sessions().mayBegin()) {
      presented.secret().close();
      send(Answer.tryLater());
      return;
    }
    SignOutSignal signal = new SignOutSignal(connection::signOut);
    CompletableFuture<SignInOutcome> attempt =
        answering
            .signIn()
            .attempt(
                new SignInRequest(
                    route.asks(),
                    presented.name(),
                    presented.secret(),
                    connection.client(),
                    clientName(),
                    System.nanoTime(),
                    signal,
                    connection.sessions().begin(route.asks())));
    if (attempt.isDone() && !attempt.isCompletedExceptionally()) {
      decided(attempt.join(), presented.name(), signal);
    } else {
      request.pause();
      Future.fromCompletionStage(attempt, connection.context())
          .onComplete(
              outcome -> {
                decided(outcome, presented.name(), signal);
                request.resume();
              },
              bug -> {
                failed(bug);
                request.resume();
              });
    }
  }

  private String clientName() {
    @Nullable String name = request.getHeader(HttpHeaders.USER_AGENT);
    if (name == null) {
      return "";
    }
    return name.length() > MAX_CLIENT_NAME ? name.substring(0, MAX_CLIENT_NAME) : name;
  }

  /** RFC 9110 §15.5.2 and §15.6.4: what a client is told of each outcome. */
  private void decided(SignInOutcome outcome, String name, SignOutSignal signal) {
    switch (outcome) {
      case SignInOutcome.Granted granted -> granted(granted, name, signal);
      case SignInOutcome.Denied denied -> {
        connection.sessions().end();
        send(Answer.unauthorized());
      }
      case SignInOutcome.TryLater later -> {
        connection.sessions().end();
        send(Answer.tryLater());
      }
    }
  }

  private void failed(Throwable bug) {
    log.error("event=sign-in-failed service={}", route.asks().id(), bug);
    connection.sessions().end();
    send(Answer.tryLater());
  }

  private void granted(SignInOutcome.Granted granted, String name, SignOutSignal signal) {
    ConnectionSessions.Held held = connection.sessions().granted(granted.session(), signal);
    connection.sessions().end();
    if (connection.isClosed()) {
      connection.sessions().closeAll();
      return;
    }
    connection.stay();
    Viewer viewer =
        new Viewer(
            granted.account(),
            LoginName.prepare(name).orElse(name),
            route.asks(),
            granted.session().appPassword().services());
    if (Methods.readsBody(request.method().name())) {
      Body.read(
          request,
          new Body.Reader() {
            @Override
            public void read(byte[] body) {
              answer(body, viewer, held);
            }

            @Override
            public void tooLarge() {
              send(Answer.tooLarge());
            }
          });
    } else {
      answer(NOTHING, viewer, held);
    }
  }

  private void answer(byte[] body, Viewer viewer, ConnectionSessions.Held held) {
    @Nullable String depth = request.getHeader("depth");
    Methods.Call call =
        new Methods.Call(request.method().name(), route, depth == null ? "" : depth);
    Answer answer = answering.methods().answer(call, body, viewer);
    // Asked last: the app password may have been revoked while the body was on its way.
    if (held.signal().given()) {
      connection.signedOut();
      send(Answer.unauthorized());
    } else {
      send(answer);
    }
  }

  /** Answers without looking at what may be left of the body. */
  private void send(Answer answer) {
    if (!request.isEnded()) {
      Body.passOver(request, connection);
    }
    answering.send(connection, request, answer).onComplete(sent -> over());
  }

  private void over() {
    if (!over) {
      over = true;
      connection.requestOver();
    }
  }
}
