// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.audit;

import org.latchkey.core.text.Invisible;

/**
 * Somebody else's text between quotes, which it can't leave: whatever isn't seen is escaped, and
 * what is long is cut. It is a JSON string too (RFC 8259 §7).
 */
final class Quoted {
  /** The longest text shown whole, in UTF-16 units. */
  static final int MAX_LENGTH = 256;

  private Quoted() {}

  static void append(StringBuilder out, String text) {
    out.append('"');
    int length = Math.min(text.length(), MAX_LENGTH);
    text.substring(0, length).codePoints().forEach(c -> append(out, c));
    out.append(text.length() > length ? "…\"" : "\"");
  }

  private static void append(StringBuilder out, int c) {
    if (c == '"' || c == '\\') {
      out.append('\\').append((char) c);
    } else if (Invisible.is(c)) {
      Character.toString(c)
          .chars()
          .forEach(unit -> out.append("\\u").append(Integer.toHexString(0x10000 | unit), 1, 5));
    } else {
      out.appendCodePoint(c);
    }
  }
}
