// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.latchkey.adapters.dav.empty.Methods;
import org.latchkey.adapters.dav.gateway.Gateway;
import org.latchkey.adapters.dav.http.Answer;
import org.latchkey.core.signin.SignIn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the exchanges of one event loop share, and how they write their answers. */
final class Answering {
  private static final Logger log = LoggerFactory.getLogger(Answering.class);

  private static final CharSequence DAV = HttpHeaders.createOptimized("DAV");
  private static final CharSequence CLASSES =
      HttpHeaders.createOptimized("1, 3, addressbook, calendar-access");
  private static final CharSequence METHODS = HttpHeaders.createOptimized(Methods.ALLOWED);
  private static final CharSequence WWW_AUTHENTICATE =
      HttpHeaders.createOptimized("WWW-Authenticate");
  private static final CharSequence CHALLENGE =
      HttpHeaders.createOptimized("Basic realm=\"Latchkey\", charset=\"UTF-8\"");
  private static final CharSequence RETRY_AFTER = HttpHeaders.createOptimized("Retry-After");
  private static final CharSequence SECONDS = HttpHeaders.createOptimized("5");
  private static final CharSequence AN_HOUR = HttpHeaders.createOptimized("max-age=3600");
  private static final CharSequence CLOSE = HttpHeaders.createOptimized("close");

  private final SignIn signIn;
  private final Gateway gateway;
  private final Methods methods = new Methods();
  private CharSequence date = "";

  Answering(SignIn signIn, Gateway gateway) {
    this.signIn = signIn;
    this.gateway = gateway;
    tick();
  }

  SignIn signIn() {
    return signIn;
  }

  Gateway gateway() {
    return gateway;
  }

  Methods methods() {
    return methods;
  }

  /** Renews the {@code Date} of answers; called every second. */
  void tick() {
    ZonedDateTime now = ZonedDateTime.now(ZoneOffset.UTC);
    date = HttpHeaders.createOptimized(DateTimeFormatter.RFC_1123_DATE_TIME.format(now));
  }

  /** Sends it; completed when it is on the wire. */
  Future<Void> send(DavConnection connection, HttpServerRequest request, Answer answer) {
    HttpServerResponse response = prepared(request, answer);
    if (connection.isClosing() && request.version() != HttpVersion.HTTP_2) {
      response.putHeader(HttpHeaders.CONNECTION, CLOSE);
    }
    return end(request, answer, response);
  }

  private HttpServerResponse prepared(HttpServerRequest request, Answer answer) {
    HttpServerResponse response = request.response();
    response.setStatusCode(answer.status());
    response.putHeader(HttpHeaders.DATE, date);
    response.putHeader(HttpHeaders.CONTENT_TYPE, answer.type());
    switch (answer.fields()) {
      case Answer.Fields.None none -> {}
      case Answer.Fields.Capabilities all ->
          response.putHeader(DAV, CLASSES).putHeader(HttpHeaders.ALLOW, METHODS);
      case Answer.Fields.Challenge challenge -> response.putHeader(WWW_AUTHENTICATE, CHALLENGE);
      case Answer.Fields.RetryLater later -> response.putHeader(RETRY_AFTER, SECONDS);
      case Answer.Fields.At at ->
          response
              .putHeader(HttpHeaders.LOCATION, at.location())
              .putHeader(HttpHeaders.CACHE_CONTROL, AN_HOUR);
    }
    return response;
  }

  private static Future<Void> end(
      HttpServerRequest request, Answer answer, HttpServerResponse response) {
    Buffer body = Buffer.buffer(answer.body());
    boolean head = HttpMethod.HEAD.equals(request.method());
    if (head) {
      // Its length is said, and nothing of it is sent (RFC 9110 §9.3.2).
      response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
    }
    return (head ? response.end() : response.end(body))
        .onFailure(gone -> log.debug("event=answer-not-sent reason={}", gone.toString()));
  }
}
