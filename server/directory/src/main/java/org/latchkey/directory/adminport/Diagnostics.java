package org.latchkey.directory.adminport;

import org.jspecify.annotations.Nullable;

/** What of ApacheDS's diagnostic messages a client may see. */
final class Diagnostics {
  private static final int MAX = 200;

  private Diagnostics() {}

  /**
   * The reason at a message's end: before it, ApacheDS quotes the whole request, over several lines.
   */
  static String reason(@Nullable String message) {
    if (message == null) {
      return "";
    }
    String last = message.substring(message.lastIndexOf('\n') + 1);
    String reason = last.startsWith(": ") ? last.substring(2) : last;
    return reason.length() > MAX ? reason.substring(0, MAX) : reason;
  }
}
