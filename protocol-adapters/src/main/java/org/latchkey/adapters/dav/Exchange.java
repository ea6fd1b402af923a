// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.latchkey.adapters.dav.empty.Methods;
import org.latchkey.adapters.dav.empty.Place;
import org.latchkey.adapters.dav.empty.Viewer;
import org.latchkey.adapters.dav.gateway.Relay;
import org.latchkey.adapters.dav.gateway.Visitor;
import org.latchkey.adapters.dav.http.Answer;
import org.latchkey.adapters.dav.http.RequestHead;
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
  private final RequestHead.Good head;
  private final Answering answering;
  private final Goal goal;
  private int cost;
  private boolean over;

  Exchange(
      DavConnection connection,
      HttpServerRequest request,
      RequestHead.Good head,
      Answering answering) {
    this.connection = connection;
    this.request = request;
    this.head = head;
    this.answering = answering;
    goal =
        Goal.of(
            head,
            request.headers().contains(HttpHeaders.AUTHORIZATION),
            isPreflight(request, head),
            answering.gateway().routes());
  }

  private static boolean isPreflight(HttpServerRequest request, RequestHead.Good head) {
    return head.method().equals("OPTIONS")
        && request.headers().contains(HttpHeaders.ORIGIN)
        && request.headers().contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD)
        && !request.headers().contains(HttpHeaders.AUTHORIZATION);
  }

  /** Answers a request whose head is none. */
  static void refuse(
      DavConnection connection,
      HttpServerRequest request,
      RequestHead.Refused refused,
      Answering answering) {
    connection.requestBegins();
    request.exceptionHandler(gone -> {});
    if (!refused.framed()) {
      connection.closeWhenDone();
    } else if (!request.isEnded()) {
      Body.passOver(request, connection);
    }
    answering
        .send(connection, request, refused.answer())
        .onComplete(sent -> connection.requestOver());
  }

  /** Takes the head of the request: everything is decided from it but what the body asks for. */
  void begin() {
    connection.requestBegins();
    cost = connection.held().begins(request);
    request.exceptionHandler(gone -> over());
    if (goal instanceof Goal.Anyone anyone) {
      send(anyone.answer());
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
                    goal.asks(),
                    presented.name(),
                    presented.secret(),
                    connection.client(),
                    clientName(),
                    System.nanoTime(),
                    signal,
                    connection.sessions().begin(goal.asks())));
    if (attempt.isDone() && !attempt.isCompletedExceptionally()) {
      decided(attempt.join(), presented.name(), signal);
    } else {
      request.pause();
      long body = connection.held().bodyWaits(request);
      Future.fromCompletionStage(attempt, connection.context())
          .onComplete(decided -> connection.held().bodyIsRead(body))
          .onComplete(outcome -> decided(outcome, presented.name(), signal), this::failed);
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
    log.error("event=sign-in-failed", bug);
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
    String login = LoginName.prepare(name).orElse(name);
    Set<Service> services = granted.session().appPassword().services();
    switch (goal) {
      case Goal.Upstream upstream ->
          relay(
              upstream,
              new Visitor(
                  granted.account(), granted.session(), connection.client(), request.isSSL()),
              held);
      case Goal.Empty empty ->
          empty(empty.place(), new Viewer(granted.account(), login, services), held);
      case Goal.Anyone anyone -> send(anyone.answer());
    }
  }

  private void empty(Place place, Viewer viewer, ConnectionSessions.Held held) {
    if (Methods.readsBody(head.method())) {
      Body.read(
          request,
          new Body.Reader() {
            @Override
            public void read(byte[] body) {
              answer(body, place, viewer, held);
            }

            @Override
            public void tooLarge() {
              send(Answer.tooLarge());
            }
          });
    } else {
      answer(NOTHING, place, viewer, held);
    }
  }

  private void answer(byte[] body, Place place, Viewer viewer, ConnectionSessions.Held held) {
    @Nullable String depth = request.getHeader("depth");
    Methods.Call call = new Methods.Call(head.method(), place, depth == null ? "" : depth);
    Answer answer = answering.methods().answer(call, body, viewer);
    // Asked last: the app password may have been revoked while the body was on its way.
    if (isSignedOut(held)) {
      send(Answer.unauthorized());
    } else {
      send(answer);
    }
  }

  private boolean isSignedOut(ConnectionSessions.Held held) {
    if (held.signal().given()) {
      connection.signedOut();
    }
    return held.signal().given();
  }

  private void relay(Goal.Upstream upstream, Visitor visitor, ConnectionSessions.Held held) {
    if (isSignedOut(held)) {
      send(Answer.unauthorized());
      return;
    }
    Relay relay = answering.gateway().relay(request, head, upstream.target(), visitor);
    connection.relayBegins(relay, held.signal());
    relay
        .start()
        .onSuccess(
            end -> {
              connection.relayOver(relay);
              relayed(end);
            });
  }

  private void relayed(Relay.End end) {
    switch (end) {
      case ANSWERED -> {
        dropBody();
        over();
      }
      case ANSWERED_LAST -> {
        connection.closeWhenDone();
        over();
      }
      case UNAVAILABLE -> send(Answer.unavailable());
      case BAD_REQUEST -> {
        // Where its body ends is anybody's guess.
        connection.closeWhenDone();
        send(Answer.text(400, "The request is malformed."));
      }
      case ELSEWHERE -> send(Answer.text(502, "Destination is not behind the same server."));
      case FORBIDDEN ->
          send(Answer.text(403, "This app password is not good for all that would be touched."));
      case LENGTH_REQUIRED -> send(Answer.text(411, "Say how long the body is: Content-Length."));
      case TOO_LARGE -> send(Answer.tooLarge());
    }
  }

  /** Answers without looking at what may be left of the body. */
  private void send(Answer answer) {
    dropBody();
    answering.send(connection, request, answer).onComplete(sent -> over());
  }

  private void dropBody() {
    if (!request.isEnded()) {
      Body.passOver(request, connection);
    }
  }

  private void over() {
    if (!over) {
      over = true;
      connection.held().over(cost);
      connection.requestOver();
    }
  }
}
