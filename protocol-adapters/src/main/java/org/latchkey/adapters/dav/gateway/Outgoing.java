// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav.gateway;

import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.latchkey.adapters.dav.http.RequestHead;

/** The head of a request as the upstream is shown it. */
final class Outgoing {
  /**
   * What is read of a body before it goes on in chunks: most are shorter, and have a length then.
   */
  static final int WORTH_CHUNKS = 16 * 1024;

  /** What is read of a body for an upstream that has to be told its length. */
  static final int MOST_GATHERED = 4 * 1024 * 1024;

  /** RFC 9110 §8.6: those that have a body, or say that it is empty. */
  private static final Set<String> WITH_BODY = Set.of("PUT", "POST", "PATCH");

  private final RequestHead.Good head;
  private final Target.Routed target;
  private final Address address;
  private final MultiMap fields;

  Outgoing(
      HttpServerRequest request,
      RequestHead.Good head,
      References references,
      Visitor visitor,
      Optional<Destination.Here> destination,
      UpstreamCredentials.Answer credentials) {
    this.head = head;
    this.target = references.from();
    this.address = references.upstream();
    fields = MultiMap.caseInsensitiveMultiMap().addAll(request.headers());
    Route route = target.route();
    RequestFields.clean(fields, route);
    RequestFields.add(fields, route, visitor, head.authority());
    Fields.addVia(
        fields,
        switch (request.version()) {
          case HTTP_1_0 -> "1.0";
          case HTTP_1_1 -> "1.1";
          case HTTP_2 -> "2";
          case HTTP_3 -> "3";
        });
    List<String> conditions = fields.getAll("if");
    if (!conditions.isEmpty()) {
      fields.set("If", conditions.stream().map(references::ifToUpstream).toList());
    }
    destination.ifPresent(to -> fields.set("Destination", to.value()));
    if (credentials instanceof UpstreamCredentials.Answer.Field field) {
      fields.set(field.name(), field.value());
    }
  }

  /** A copy of the fields that the upstream is shown, but for those of the connection. */
  MultiMap fields() {
    return MultiMap.caseInsensitiveMultiMap().addAll(fields);
  }

  /** Whether the method may act on a target, as the upstream is told. */
  boolean isAllowed(Confinement confinement, Target.Routed on) {
    return confinement.allows(head.method(), fields.getAll("depth"), on);
  }

  /** Whether the body is in a form that can't be looked into. */
  boolean isCoded() {
    return fields.contains("content-encoding");
  }

  /**
   * The head to send.
   *
   * @param shown the fields, of which there may be fewer by now
   * @throws IllegalArgumentException when something of it can't be said in HTTP/1.1
   */
  HttpRequest head(MultiMap shown, BodyLength length) {
    HttpRequest made =
        new DefaultHttpRequest(
            HttpVersion.HTTP_1_1, HttpMethod.valueOf(head.method()), target.uri());
    HttpHeaders sent = made.headers();
    sent.set(HttpHeaderNames.HOST, address.authority().toString());
    for (Map.Entry<String, String> each : shown) {
      sent.add(each.getKey(), each.getValue());
    }
    switch (length) {
      case BodyLength.Known known -> sent.set(HttpHeaderNames.CONTENT_LENGTH, known.octets());
      case BodyLength.Unknown chunks -> sent.set(HttpHeaderNames.TRANSFER_ENCODING, "chunked");
      case BodyLength.None none -> {
        if (WITH_BODY.contains(head.method())) {
          sent.set(HttpHeaderNames.CONTENT_LENGTH, 0);
        }
      }
    }
    return made;
  }

  /** An OPTIONS for the same, by which the upstream shows what version it speaks. */
  HttpRequest question() {
    HttpRequest made =
        new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.OPTIONS, target.uri());
    made.headers().set(HttpHeaderNames.HOST, address.authority().toString());
    for (Map.Entry<String, String> each : fields) {
      made.headers().add(each.getKey(), each.getValue());
    }
    List.of("expect", "if", "if-match", "if-none-match", "content-type", "content-encoding")
        .forEach(made.headers()::remove);
    return made;
  }
}
