// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav.http;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The host and the port of a URI (RFC 3986 §3.2), without user information.
 *
 * @param host in lower case; an IPv6 address with its brackets
 * @param port empty where none is named
 */
public record Authority(String host, OptionalInt port) {
  private static final Pattern FORM =
      Pattern.compile(
          "(\\[[0-9A-Fa-f:.]+\\]|(?:[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+)(?::([0-9]{0,5}))?");
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+");
  private static final int MAX_PORT = 65_535;

  /** That of a DNS name, and a port. */
  private static final int MAX_LENGTH = 261;

  /** Empty for what is no host with or without a port, such as one with a user's name before it. */
  public static Optional<Authority> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (text.length() > MAX_LENGTH || !form.matches() || !isHost(form.group(1))) {
      return Optional.empty();
    }
    String digits = form.group(2);
    OptionalInt port =
        digits == null || digits.isEmpty()
            ? OptionalInt.empty()
            : OptionalInt.of(Integer.parseInt(digits));
    return port.orElse(0) > MAX_PORT
        ? Optional.empty()
        : Optional.of(new Authority(form.group(1).toLowerCase(Locale.ROOT), port));
  }

  private static boolean isHost(String host) {
    if (!host.startsWith("[")) {
      return true;
    }
    try {
      return InetAddress.ofLiteral(host.substring(1, host.length() - 1)) != null;
    } catch (IllegalArgumentException noAddress) {
      return false;
    }
  }

  /** Whether a host is called by a name, not by an address. */
  public static boolean isName(String host) {
    return host.indexOf(':') < 0 && !ADDRESS.matcher(host).matches();
  }

  /**
   * Whether both name the same place.
   *
   * @param scheme of both
   */
  public boolean is(Authority other, String scheme) {
    int standard = "http".equalsIgnoreCase(scheme) ? 80 : 443;
    return host.equals(other.host) && port.orElse(standard) == other.port.orElse(standard);
  }

  /** The same, without the port if it is what the scheme has anyway. */
  public Authority withoutStandardPort(String scheme) {
    int standard = "http".equalsIgnoreCase(scheme) ? 80 : 443;
    return port.orElse(standard) == standard ? new Authority(host, OptionalInt.empty()) : this;
  }

  @Override
  public String toString() {
    return host + (port.isPresent() ? ":" + port.getAsInt() : "");
  }
}
