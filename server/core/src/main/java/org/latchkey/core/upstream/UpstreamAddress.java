// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.upstream;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.latchkey.core.account.Service;

/**
 * Where a server is.
 *
 * @param host its name or IP address, an IPv6 one without brackets
 * @param port 1 to 65535; empty means what the settings say
 */
public record UpstreamAddress(String host, OptionalInt port) {
  private static final Pattern HOST_PORT =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.]{2,45})]|([A-Za-z0-9._-]{1,253}))(?::([0-9]{1,5}))?");

  /**
   * A value of {@code latchkeyUpstream}.
   *
   * @param service whose server it is
   */
  public record ForService(Service service, UpstreamAddress address) {}

  /** Reads {@code host}, {@code host:port} or {@code [IPv6]:port}; empty when it is none. */
  public static Optional<UpstreamAddress> parse(String text) {
    Matcher parts = HOST_PORT.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    String host = parts.group(1) == null ? parts.group(2) : parts.group(1);
    if (parts.group(3) == null) {
      return Optional.of(new UpstreamAddress(host, OptionalInt.empty()));
    }
    int port = Integer.parseInt(parts.group(3));
    return port >= 1 && port <= 65_535
        ? Optional.of(new UpstreamAddress(host, OptionalInt.of(port)))
        : Optional.empty();
  }

  /** Reads a service and an address, a space between: {@code imap mail2.example.org:143}. */
  public static Optional<ForService> parseForService(String text) {
    int space = text.indexOf(' ');
    if (space < 0) {
      return Optional.empty();
    }
    return Service.byId(text.substring(0, space))
        .filter(service -> service != Service.LDAP && service != Service.ADMIN)
        .flatMap(
            service -> parse(text.substring(space + 1)).map(at -> new ForService(service, at)));
  }
}
