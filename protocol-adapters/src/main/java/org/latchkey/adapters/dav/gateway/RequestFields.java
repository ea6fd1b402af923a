// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav.gateway;

import io.vertx.core.MultiMap;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.latchkey.adapters.dav.http.Authority;

/**
 * What becomes of a request's header fields on their way to the upstream. Only those that are the
 * client's to say are passed: there are too many that some server believes to name who asks, from
 * where, and for what, and the next one isn't known yet.
 */
final class RequestFields {
  /** Of HTTP (RFC 9110, 9111, 9218, 9530, 6266, 7240, 5023, 5789) and of browsers. */
  private static final Set<String> HTTP =
      Set.of(
          "accept",
          "accept-charset",
          "accept-encoding",
          "accept-language",
          "cache-control",
          "content-digest",
          "content-disposition",
          "content-encoding",
          "content-language",
          "content-location",
          "content-md5",
          "content-range",
          "content-type",
          "date",
          "digest",
          "dnt",
          "expect",
          "from",
          "if-match",
          "if-modified-since",
          "if-none-match",
          "if-range",
          "if-unmodified-since",
          "last-modified",
          "max-forwards",
          "origin",
          "pragma",
          "prefer",
          "priority",
          "range",
          "referer",
          "repr-digest",
          "sec-fetch-dest",
          "sec-fetch-mode",
          "sec-fetch-site",
          "sec-fetch-user",
          "slug",
          "upgrade-insecure-requests",
          "user-agent",
          "via",
          "want-content-digest",
          "want-digest",
          "want-repr-digest",
          "x-requested-with");

  /**
   * Of WebDAV (RFC 4918, 3253, 3648, 4437, 5842), CalDAV, CardDAV, and their best-known clients.
   */
  private static final Set<String> DAV =
      Set.of(
          "apply-to-redirect-ref",
          "brief",
          "caldav-timezones",
          "dav",
          "depth",
          "if",
          "if-schedule-tag-match",
          "label",
          "lock-token",
          "ms-author-via",
          "oc-checksum",
          "oc-total-length",
          "ordering-type",
          "originator",
          "overwrite",
          "position",
          "recipient",
          "redirect-ref",
          "schedule-reply",
          "schedule-tag",
          "timeout",
          "translate",
          "x-oc-ctime",
          "x-oc-mtime");

  private RequestFields() {}

  /** Leaves what is the client's to say. */
  static void clean(MultiMap fields, Route route) {
    Fields.removeHopByHop(fields);
    for (String name : List.copyOf(fields.names())) {
      String lower = Fields.lower(name);
      boolean passed =
          HTTP.contains(lower)
              || DAV.contains(lower)
              || route.settings().passHeaders().stream().anyMatch(lower::equalsIgnoreCase);
      if (!passed || lower.equals(Fields.lower(route.settings().userHeader()))) {
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
  static void add(MultiMap fields, Route route, Visitor visitor, Optional<Authority> host) {
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
  private static String forwarded(InetAddress client, String scheme, Optional<Authority> host) {
    String address = client.getHostAddress();
    String node = client instanceof Inet6Address ? "\"[" + address + "]\"" : address;
    return "for="
        + node
        + ";proto="
        + scheme
        + host.map(each -> ";host=\"" + each + "\"").orElse("");
  }
}
