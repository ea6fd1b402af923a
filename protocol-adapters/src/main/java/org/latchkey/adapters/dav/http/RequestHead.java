// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the head of a request comes to: the same rules for all versions of HTTP and all that is
 * served on the port (RFC 9110, RFC 9112, RFC 9113 §8.3).
 */
public sealed interface RequestHead {
  /** The target of a request that is about the server as a whole (RFC 9112 §3.2.4). */
  String SERVER = "*";

  /**
   * One that can be acted on.
   *
   * @param target in origin form, path and query; or {@link #SERVER}
   * @param authority what the client calls this server; empty where an HTTP/1.0 client doesn't say
   */
  record Good(String method, String target, Optional<Authority> authority) implements RequestHead {}

  /**
   * One that can't.
   *
   * @param framed whether it is certain where the request ends
   */
  record Refused(Answer answer, boolean framed) implements RequestHead {}

  Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
  Pattern METHOD = Pattern.compile("[A-Z][A-Z0-9-]*");
  Pattern ABSOLUTE = Pattern.compile("(?i)https?://([^/?#]*)(/[^?#]*)?(\\?[^#]*)?");

  /** They would show what the upstream is told in the client's name: nothing here answers them. */
  Set<String> NEVER_SERVED = Set.of("TRACE", "TRACK", "DEBUG");

  /** Reads it. */
  static RequestHead of(HttpServerRequest request) {
    if (!isFramed(request)) {
      return new Refused(Answer.text(400, "Where the body ends is not clear."), false);
    }
    String method = request.method().name();
    if (!TOKEN.matcher(method).matches()) {
      return refused(400, "The method is malformed.");
    }
    if (method.equals("CONNECT")) {
      return new Refused(
          Answer.text(405, "This method is not allowed here.", new Answer.Fields.Capabilities()),
          true);
    }
    if (!METHOD.matcher(method).matches()) {
      return refused(501, "There is no such method: their names are in upper case.");
    }
    Optional<Hosts> hosts = hosts(request);
    if (hosts.isEmpty()) {
      return refused(400, "The request must name its host, once.");
    }
    if (!isExpected(request)) {
      return refused(417, "Only 100-continue can be expected.");
    }
    @Nullable String target = request.uri();
    return target == null ? badTarget() : of(method, target, hosts.get().authority());
  }

  private static RequestHead of(String method, String target, Optional<Authority> host) {
    if (!target.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '#')) {
      return badTarget();
    }
    if (target.startsWith("/")) {
      return new Good(method, target, host);
    }
    if (target.equals(SERVER)) {
      return method.equals("OPTIONS") ? new Good(method, target, host) : badTarget();
    }
    // RFC 9112 §3.2.2: the authority of the target goes before the field.
    Matcher absolute = ABSOLUTE.matcher(target);
    Optional<Authority> named =
        absolute.matches() ? Authority.parse(absolute.group(1)) : Optional.empty();
    if (named.isEmpty()) {
      return badTarget();
    }
    @Nullable String path = absolute.group(2);
    @Nullable String query = absolute.group(3);
    if (path == null && query == null && method.equals("OPTIONS")) {
      return new Good(method, SERVER, named);
    }
    return new Good(method, (path == null ? "/" : path) + (query == null ? "" : query), named);
  }

  private static Refused badTarget() {
    return refused(400, "What is asked for is malformed.");
  }

  private static Refused refused(int status, String words) {
    return new Refused(Answer.text(status, words), true);
  }

  /** RFC 9112 §6.1: chunks alone, and not in HTTP/1.0. What contradicts itself is no message. */
  private static boolean isFramed(HttpServerRequest request) {
    List<String> codings = request.headers().getAll(HttpHeaders.TRANSFER_ENCODING);
    return codings.isEmpty()
        || (request.version() == HttpVersion.HTTP_1_1
            && codings.size() == 1
            && codings.getFirst().equalsIgnoreCase("chunked")
            && !request.headers().contains(HttpHeaders.CONTENT_LENGTH));
  }

  /** RFC 9110 §10.1.1. */
  private static boolean isExpected(HttpServerRequest request) {
    return request.headers().getAll(HttpHeaders.EXPECT).stream()
        .allMatch("100-continue"::equalsIgnoreCase);
  }

  /**
   * What the fields say; a record of its own, since an empty one may be right.
   *
   * @param authority empty where HTTP/1.0 leaves it out
   */
  record Hosts(Optional<Authority> authority) {}

  /** RFC 9112 §3.2 and RFC 9113 §8.3.1; empty where they are not as they must be. */
  private static Optional<Hosts> hosts(HttpServerRequest request) {
    List<String> fields = request.headers().getAll(HttpHeaders.HOST);
    if (request.version() == HttpVersion.HTTP_2) {
      @Nullable HostAndPort pseudo = request.authority();
      Optional<Authority> authority =
          pseudo == null ? Optional.empty() : Authority.parse(pseudo.toString());
      boolean agree =
          fields.isEmpty()
              || (fields.size() == 1 && Authority.parse(fields.getFirst()).equals(authority));
      return authority.filter(each -> agree).map(each -> new Hosts(Optional.of(each)));
    }
    if (fields.isEmpty() && request.version() == HttpVersion.HTTP_1_0) {
      return Optional.of(new Hosts(Optional.empty()));
    }
    return fields.size() == 1
        ? Authority.parse(fields.getFirst()).map(each -> new Hosts(Optional.of(each)))
        : Optional.empty();
  }
}
