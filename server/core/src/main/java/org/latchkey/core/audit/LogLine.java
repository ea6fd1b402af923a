// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.audit;

import java.net.InetSocketAddress;

/** One line of {@code key=value}, in which nothing a client sent can start another line. */
public final class LogLine {
  private static final int MAX_QUOTED = 256;

  private final StringBuilder text = new StringBuilder(192);

  public LogLine(String event) {
    text.append("event=").append(event);
  }

  /** Adds a value of our own making, which needs no quotes. */
  public LogLine with(String key, Object value) {
    text.append(' ').append(key).append('=').append(value);
    return this;
  }

  /** Adds somebody else's text: quoted, control characters escaped, cut at {@value #MAX_QUOTED}. */
  public LogLine quoted(String key, String value) {
    text.append(' ').append(key).append("=\"");
    int length = Math.min(value.length(), MAX_QUOTED);
    for (int i = 0; i < length; i++) {
      append(value.charAt(i));
    }
    text.append(value.length() > length ? "…\"" : "\"");
    return this;
  }

  private void append(char c) {
    if (c == '"' || c == '\\') {
      text.append('\\').append(c);
    } else if (c < ' ' || c == 0x7f || isInvisible(c)) {
      text.append("\\u").append(Integer.toHexString(0x10000 | c), 1, 5);
    } else {
      text.append(c);
    }
  }

  private static boolean isInvisible(char c) {
    return c >= 0x80
        && switch (Character.getType(c)) {
          case Character.CONTROL,
              Character.FORMAT,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR ->
              true;
          default -> false;
        };
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
