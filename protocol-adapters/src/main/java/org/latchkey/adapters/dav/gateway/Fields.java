// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav.gateway;

import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The header fields that stop here, whichever way they go. */
final class Fields {
  /** What this server is called in {@code Via}. */
  private static final String PSEUDONYM = "latchkey";

  /** Of one connection only (RFC 9110 §7.6.1), or of a message's framing there. */
  private static final Set<String> HOP_BY_HOP =
      Set.of(
          "connection",
          "content-length",
          "host",
          "keep-alive",
          "proxy-connection",
          "proxy-authenticate",
          "proxy-authentication-info",
          "proxy-authorization",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "http2-settings");

  private Fields() {}

  /** Removes those that are of one connection, and those that {@code Connection} lists. */
  static void removeHopByHop(MultiMap fields) {
    for (String listed : List.copyOf(fields.getAll("connection"))) {
      for (String name : listed.split(",", -1)) {
        if (!name.isBlank()) {
          fields.remove(name.strip());
        }
      }
    }
    HOP_BY_HOP.forEach(fields::remove);
  }

  /**
   * Says that the message came through here (RFC 9110 §7.6.3).
   *
   * @param version of HTTP, that it came in
   */
  static void addVia(MultiMap fields, String version) {
    fields.add("Via", version + " " + PSEUDONYM);
  }

  /** The name in lower case, as the sets of names have it. */
  static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
