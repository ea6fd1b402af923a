// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.adminport;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The texts that go with results. ApacheDS puts the whole request before what was wrong with it,
 * new passwords included, and a stack trace behind it; none of that is to go over the wire.
 */
final class Diagnostics {
  private static final Pattern REQUEST = Pattern.compile("[A-Z_]+: failed for ");
  private static final Pattern END_OF_REQUEST = Pattern.compile("(?:\\n|Impl@[0-9a-f]+): ");
  private static final Pattern STACK_TRACE =
      Pattern.compile(":\\s*\\n[\\w.$]+(?:: |\\s*\\n\\s+at )");

  private Diagnostics() {}

  /** What was wrong, in one line, without what ApacheDS has put round it. */
  static String reason(@Nullable String text) {
    if (text == null || !REQUEST.matcher(text).lookingAt()) {
      return text == null ? "" : text;
    }
    Matcher trace = STACK_TRACE.matcher(text);
    String reason = trace.find() ? text.substring(0, trace.start()) : text;
    int begin = reason.length();
    for (Matcher end = END_OF_REQUEST.matcher(reason); end.find(); ) {
      begin = end.end();
    }
    return reason.substring(begin).replaceAll("\\s+", " ").strip();
  }
}
