// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.smtp;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A client's MAIL (RFC 5321 §4.1.1.2), taken apart so strictly that the server can't read another
 * parameter in it.
 *
 * @param path what stands between {@code MAIL FROM:} and the parameters
 * @param parameters as they came, without the spaces between
 */
record MailCommand(String path, List<String> parameters) {
  /** RFC 5321 §4.1.2; a value may be UTF-8 (RFC 6531 §3.3). */
  private static final Pattern PARAMETER =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]*(=[!-<>-~\\x80-\\xff]+)?");

  private static final String START = "FROM:";

  MailCommand {
    parameters = List.copyOf(parameters);
  }

  /**
   * Reads one.
   *
   * @param text the line without its CRLF, each octet a character
   * @return empty where it is malformed
   */
  static Optional<MailCommand> parse(String text) {
    int at = "MAIL".length();
    at = passSpaces(text, at);
    if (!text.regionMatches(true, at, START, 0, START.length())) {
      return Optional.empty();
    }
    int from = passSpaces(text, at + START.length());
    int to = endOfPath(text, from);
    if (to < 0) {
      return Optional.empty();
    }
    List<String> parameters =
        Arrays.stream(text.substring(to).split("[ \t]+", -1))
            .filter(each -> !each.isEmpty())
            .toList();
    boolean wellFormed = parameters.stream().allMatch(each -> PARAMETER.matcher(each).matches());
    return wellFormed
        ? Optional.of(new MailCommand(text.substring(from, to), parameters))
        : Optional.empty();
  }

  private static int passSpaces(String text, int from) {
    int at = from;
    while (at < text.length() && isSpace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t';
  }

  /** Where a path ends, or -1: a local part in quotes may have anything in it. */
  private static int endOfPath(String text, int from) {
    boolean inBrackets = from < text.length() && text.charAt(from) == '<';
    boolean quoted = false;
    for (int at = from; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '\\') {
        at++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && inBrackets && c == '>') {
        boolean alone = at + 1 == text.length() || isSpace(text.charAt(at + 1));
        return alone ? at + 1 : -1;
      } else if (!quoted && isSpace(c)) {
        return inBrackets ? -1 : at;
      } else if (!quoted && at > from && (c == '<' || c == '>')) {
        return -1;
      }
    }
    return inBrackets || quoted || from == text.length() ? -1 : text.length();
  }

  /** Whether the message's octets aren't text (RFC 3030 §3). */
  boolean isBinary() {
    return parameters.stream().anyMatch("BODY=BINARYMIME"::equalsIgnoreCase);
  }

  /**
   * As the server gets it. Whom a client names in AUTH, and in SUBMITTER (RFC 4405), is not
   * believed: the server hears {@code AUTH=<>} (RFC 4954 §5), or nothing where it has no AUTH.
   *
   * @param auth whether the server has AUTH
   */
  String toServer(boolean auth) {
    StringBuilder line = new StringBuilder("MAIL FROM:").append(path);
    for (String each : parameters) {
      String upper = each.toUpperCase(Locale.ROOT);
      if (upper.startsWith("AUTH=") || upper.equals("AUTH")) {
        line.append(auth ? " AUTH=<>" : "");
      } else if (!upper.startsWith("SUBMITTER")) {
        line.append(' ').append(each);
      }
    }
    return line.toString();
  }
}
