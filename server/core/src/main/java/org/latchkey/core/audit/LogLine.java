// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.audit;

import java.net.InetSocketAddress;

/** One line of {@code key=value}, in which nothing a client sent can start another line. */
public final class LogLine {
  private final StringBuilder text = new StringBuilder(192);

  public LogLine(String event) {
    text.append("event=").append(event);
  }

  /** Adds a value of our own making, which needs no quotes. */
  public LogLine with(String key, Object value) {
    text.append(' ').append(key).append('=').append(value);
    return this;
  }

  /** Adds somebody else's text: quoted, what isn't seen escaped, cut at 256 UTF-16 units. */
  public LogLine quoted(String key, String value) {
    text.append(' ').append(key).append('=');
    Quoted.append(text, value);
    return this;
  }

  /** An address as a log shows it: numbers only, never a name looked up. */
  public static String address(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return host.indexOf(':') < 0
        ? host + ":" + address.getPort()
        : "[" + host + "]:" + address.getPort();
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
