// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav.gateway;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.httpproxy.Body;
import io.vertx.httpproxy.ProxyRequest;
import io.vertx.httpproxy.ProxyResponse;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.latchkey.core.audit.Audit;
import org.latchkey.core.audit.AuditEvent;
import org.latchkey.core.upstream.UpstreamFailure;

/** One request on its way to the upstream and back. Belongs to the connection's event loop. */
public final class Relay {
  /** TRACE would show the client what the upstream is told in its name. */
  private static final Set<String> REFUSED_METHODS = Set.of("CONNECT", "TRACE");

  /**
   * Credentials, and the upstream does not take them: ours, so nothing that the client can mend.
   */
  private static final Set<Integer> REFUSALS = Set.of(401, 407);

  private final Parts parts;
  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final Target.Routed target;
  private final Visitor visitor;
  private final Address address;
  private final Promise<End> end = Promise.promise();
  private final Expectation expectation;
  private final Silence silence;
  private @Nullable HttpClientRequest upstream;
  private @Nullable Leg up;
  private @Nullable Leg down;

  /** What the relays of one event loop share. */
  record Parts(Vertx vertx, Routes routes, Upstreams upstreams, Audit audit) {}

  /** How it ended. */
  public enum End {
    /** The client has its answer, or all of it that there will be. */
    ANSWERED,
    /** Nothing was answered yet: the upstream can't be reached, or refuses. */
    UNAVAILABLE,
    /** Nothing was answered yet: the request can't be passed on as it is (RFC 9110 §15.5.1). */
    BAD_REQUEST,
    /** Nothing was answered yet: it is for another server (RFC 4918 §9.8.5). */
    ELSEWHERE,
    /** Nothing was answered yet: this method is not passed on. */
    METHOD_REFUSED
  }

  Relay(Parts parts, HttpServerRequest request, Target.Routed target, Visitor visitor) {
    this.parts = parts;
    this.request = request;
    this.response = request.response();
    this.target = target;
    this.visitor = visitor;
    this.address = Address.of(target.route(), visitor.account());
    this.expectation = new Expectation(parts.vertx(), request);
    this.silence =
        new Silence(
            parts.vertx(), target.route().settings().answerTimeout(), this::waitsForUpstreamSince);
  }

  /** Begins; completed when all is over. The request is paused where it was not read to its end. */
  public Future<End> start() {
    request.pause();
    String method = request.method().name();
    if (REFUSED_METHODS.contains(method)) {
      return over(End.METHOD_REFUSED);
    }
    String authority = address.toString();
    Destination destination =
        Destination.of(
            request.headers().getAll("destination"),
            method,
            request.authority(),
            parts.routes(),
            target,
            authority);
    return switch (destination) {
      case Destination.Bad bad -> over(End.BAD_REQUEST);
      case Destination.Elsewhere elsewhere -> over(End.ELSEWHERE);
      case Destination.None none -> signIn("");
      case Destination.Here here -> signIn(here.value());
    };
  }

  private Future<End> signIn(String destination) {
    UpstreamCredentials.Answer answer = target.route().credentials().of(visitor.account());
    if (answer instanceof UpstreamCredentials.Answer.Missing missing) {
      return unavailable(new Failure(UpstreamFailure.NOT_CONFIGURED, missing.why()));
    }
    request.exceptionHandler(gone -> clientGone());
    response.closeHandler(none -> clientGone());
    parts
        .upstreams()
        .request(target, request.method(), address)
        .onComplete(
            connected -> send(connected, answer, destination),
            failure -> unavailable(Failure.of(failure)));
    return end.future();
  }

  private void send(
      HttpClientRequest connected, UpstreamCredentials.Answer credentials, String destination) {
    if (isOver()) {
      connected.reset();
      return;
    }
    upstream = connected;
    ProxyRequest proxied = ProxyRequest.reverseProxy(request);
    proxied.setURI(target.uri());
    fields(proxied.headers(), credentials, destination);
    Leg leg = new Leg(request);
    up = leg;
    Body body = proxied.getBody();
    proxied.setBody(request.isEnded() ? null : Body.body(leg, body.length(), body.mediaType()));
    expectation.passOn(connected, proxied.headers());
    proxied.send(connected).onComplete(this::answer, failure -> broken(Failure.of(failure)));
    expectation.begin(connected);
    silence.watch(this::silent);
  }

  private void fields(MultiMap fields, UpstreamCredentials.Answer credentials, String destination) {
    RequestFields.clean(fields, target.route());
    String host = request.authority() == null ? "" : request.authority().toString();
    RequestFields.add(fields, target.route(), visitor, host);
    if (!destination.isEmpty()) {
      fields.set("Destination", destination);
    }
    if (credentials instanceof UpstreamCredentials.Answer.Field field) {
      fields.set(field.name(), field.value());
    }
  }

  private void answer(ProxyResponse answered) {
    if (isOver()) {
      return;
    }
    if (REFUSALS.contains(answered.getStatusCode())) {
      broken(new Failure(UpstreamFailure.REFUSED, "status " + answered.getStatusCode()));
      return;
    }
    ResponseFields.clean(answered.headers(), target.route());
    boolean bodyLeft = expectation.isOpen();
    expectation.close();
    if (bodyLeft && request.version() != HttpVersion.HTTP_2) {
      answered.headers().set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    Body body = answered.getBody();
    Leg leg = new Leg(body.stream());
    down = leg;
    answered.setBody(Body.body(leg, body.length(), body.mediaType()));
    answered.send().onComplete(sent -> answered(bodyLeft), failure -> broken(Failure.of(failure)));
  }

  private void answered(boolean bodyLeft) {
    if (!request.isEnded()) {
      // The upstream has said all that it will before it had the whole body.
      resetUpstream();
      if (bodyLeft) {
        request.connection().close();
      }
    }
    over(End.ANSWERED);
  }

  /** Since when it is the upstream's turn; now, where it is the client's. */
  private long waitsForUpstreamSince() {
    if (down != null) {
      return down.isHeld() ? System.nanoTime() : down.since();
    }
    Leg sent = up;
    boolean waits = sent != null && (sent.isHeld() || sent.isEnded() || request.isEnded());
    return waits && sent != null ? sent.since() : System.nanoTime();
  }

  private void silent() {
    broken(new Failure(UpstreamFailure.TIMEOUT, "silent"));
  }

  /** The upstream's side has failed, before its answer or in it. */
  private void broken(Failure why) {
    if (isOver()) {
      return;
    }
    resetUpstream();
    if (response.headWritten()) {
      tell(why);
      response.reset();
      over(End.ANSWERED);
    } else {
      unavailable(why);
    }
  }

  private Future<End> unavailable(Failure why) {
    if (!isOver()) {
      tell(why);
    }
    return over(End.UNAVAILABLE);
  }

  private void tell(Failure why) {
    parts
        .audit()
        .record(
            new AuditEvent.UpstreamFailed(
                visitor.session(), address.toString(), why.reason(), why.detail()));
  }

  private void clientGone() {
    if (!isOver()) {
      resetUpstream();
      over(End.ANSWERED);
    }
  }

  /** Ends both legs now, wherever they are. */
  public void cut() {
    if (!isOver()) {
      resetUpstream();
      response.reset();
      over(End.ANSWERED);
    }
  }

  private void resetUpstream() {
    if (upstream != null) {
      upstream.reset();
    }
  }

  private boolean isOver() {
    return end.future().isComplete();
  }

  private Future<End> over(End how) {
    if (!isOver()) {
      silence.end();
      expectation.close();
      if (up != null) {
        up.detach();
      }
      if (down != null) {
        down.detach();
      }
      end.complete(how);
    }
    return end.future();
  }
}
