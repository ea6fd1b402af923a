// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.web;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.latchkey.portal.session.PortalSession;

/**
 * The answer to a request.
 *
 * @param body not to be changed
 * @param session the one that the browser is to know from now on; empty for the present one
 * @param knownBrowser what the browser is to keep of whom it is known for; empty where that stays
 */
public record Reply(
    int status,
    Map<String, String> headers,
    Content body,
    Optional<PortalSession> session,
    Optional<String> knownBrowser) {

  public Reply {
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }

  /** The octets of a body; in a class of its own because a record's arrays have no equality. */
  public static final class Content {
    private final byte[] octets;

    private Content(byte[] octets) {
      this.octets = octets;
    }

    byte[] octets() {
      return octets;
    }
  }

  /** A page. */
  public static Reply page(int status, String html) {
    return of(status, "text/html; charset=utf-8", html.getBytes(StandardCharsets.UTF_8));
  }

  /** Something else. */
  public static Reply of(int status, String type, byte[] body) {
    return new Reply(
        status,
        Map.of("Content-Type", type),
        new Content(body.clone()),
        Optional.empty(),
        Optional.empty());
  }

  /** To another page, by GET (RFC 9110 §15.4.4). */
  public static Reply seeOther(String path) {
    return new Reply(
        303,
        Map.of("Location", path),
        new Content(new byte[0]),
        Optional.empty(),
        Optional.empty());
  }

  public Reply with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Reply(status, more, body, session, knownBrowser);
  }

  public Reply with(PortalSession other) {
    return new Reply(status, headers, body, Optional.of(other), knownBrowser);
  }

  Reply withKnownBrowser(String cookie) {
    return new Reply(status, headers, body, session, Optional.of(cookie));
  }
}
