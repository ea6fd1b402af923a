// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav.gateway;

import io.vertx.core.MultiMap;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What becomes of a request's header fields on their way to the upstream. */
final class RequestFields {
  /** Servers that know fields by the names of CGI take {@code _} and {@code -} for the same. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9-]+");

  /** Only this server may say these: an upstream believes them, or acts on them. */
  private static final Set<String> OURS =
      Set.of(
          "authorization",
          "cookie",
          "cookie2",
          "forwarded",
          "remote-user",
          "x-real-ip",
          "x-script-name",
          "x-rewrite-url",
          "x-http-method",
          "x-http-method-override",
          "x-method-override",
          "destination",
          "proxy");

  private static final List<String> OUR_PREFIXES =
      List.of("x-forwarded-", "x-remote-", "x-original-", "x-webauth-");

  private RequestFields() {}

  /** Leaves what is the client's to say. */
  static void clean(MultiMap fields, Route route) {
    Fields.removeHopByHop(fields);
    for (String name : List.copyOf(fields.names())) {
      String lower = Fields.lower(name);
      if (!NAME.matcher(name).matches()
          || OURS.contains(lower)
          || OUR_PREFIXES.stream().anyMatch(lower::startsWith)
          || lower.equals(Fields.lower(route.settings().userHeader()))) {
        fields.remove(name);
      }
    }
  }

  /**
   * Adds what is this server's to say. There is no {@code X-Forwarded-Host}: the upstream is called
   * by its own name throughout, {@code Destination} included.
   *
   * @param host what the client called this server
   */
  static void add(MultiMap fields, Route route, Visitor visitor, String host) {
    String address = visitor.client().getAddress().getHostAddress();
    String scheme = visitor.encrypted() ? "https" : "http";
    fields.set("X-Forwarded-For", address);
    fields.set("X-Forwarded-Proto", scheme);
    fields.set("Forwarded", forwarded(visitor.client().getAddress(), scheme, host));
    if (route.isMoved()) {
      String path = route.settings().path();
      fields.set("X-Script-Name", path.substring(0, path.length() - 1));
    }
  }

  /** RFC 7239 §4. */
  private static String forwarded(InetAddress client, String scheme, String host) {
    String address = client.getHostAddress();
    String node = client instanceof Inet6Address ? "\"[" + address + "]\"" : address;
    return "for=" + node + ";proto=" + scheme + (host.isEmpty() ? "" : ";host=\"" + host + "\"");
  }
}
