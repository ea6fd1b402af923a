// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.imap;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.latchkey.adapters.line.Arguments;

/** What a client says of itself (RFC 2971 §3.3): its name and version are all we want. */
final class ClientId {
  private static final int MAX_LENGTH = 128;

  private ClientId() {}

  /** Reads the parameter list of an ID command; null where it is none. */
  static @Nullable String nameIn(Arguments arguments) {
    if (!arguments.octet('(')) {
      return "NIL".equalsIgnoreCase(arguments.atom()) ? "" : null;
    }
    String name = "";
    String version = "";
    while (!arguments.octet(')')) {
      String field = arguments.astring();
      String value = field != null && arguments.space() ? arguments.nstring() : null;
      if (field == null || value == null) {
        return null;
      }
      switch (field.toLowerCase(Locale.ROOT)) {
        case "name" -> name = value;
        case "version" -> version = value;
        default -> {}
      }
      arguments.space();
    }
    String both = version.isEmpty() ? name : name + " " + version;
    return both.substring(0, Math.min(both.length(), MAX_LENGTH));
  }
}
