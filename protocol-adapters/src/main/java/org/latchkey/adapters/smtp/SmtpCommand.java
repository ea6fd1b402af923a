// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.smtp;

import static java.util.regex.Pattern.CASE_INSENSITIVE;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.latchkey.adapters.line.Line;
import org.latchkey.adapters.line.SaslRequest;
import org.latchkey.core.password.Secret;

/** A command (RFC 5321 §4.1, RFC 3207 §4, RFC 4954 §4). */
sealed interface SmtpCommand {
  /** EHLO, or HELO where it isn't extended. */
  record Hello(String clientName, boolean extended) implements SmtpCommand {}

  record StartTls() implements SmtpCommand {}

  /** Whoever takes it closes the initial response. */
  record Auth(String mechanism, Optional<Secret> initialResponse) implements SmtpCommand {}

  record Noop() implements SmtpCommand {}

  record Rset() implements SmtpCommand {}

  record Vrfy() implements SmtpCommand {}

  record Help() implements SmtpCommand {}

  record Quit() implements SmtpCommand {}

  /** A mail transaction begins. */
  record Mail() implements SmtpCommand {}

  /** A mail transaction goes on. */
  record Rcpt() implements SmtpCommand {}

  /** Content is to follow, once it was allowed. */
  record Data() implements SmtpCommand {}

  /**
   * A chunk of content follows at once (RFC 3030 §2).
   *
   * @param size in octets
   */
  record Bdat(long size, boolean last) implements SmtpCommand {}

  /** A chunk follows, and nobody can say where it ends. */
  record SizeMissing() implements SmtpCommand {}

  record Unknown() implements SmtpCommand {}

  /** The command is known, what stands behind it makes no sense. */
  record Malformed() implements SmtpCommand {}

  /** AUTH's initial response is no base64. */
  record NotBase64() implements SmtpCommand {}

  /** What is kept of what a client calls itself, in characters. */
  int MAX_NAME = 255;

  Pattern BDAT = Pattern.compile("BDAT[ \\t]+([0-9]{1,18})([ \\t]+LAST)?[ \\t]*", CASE_INSENSITIVE);

  Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  /** Reads a command. */
  static SmtpCommand parse(Line line) {
    int verbEnd = line.endOfWord(0);
    int from = Math.min(verbEnd + 1, line.length());
    // RFC 5321 §4.1.1: white space at the end is to be tolerated.
    boolean alone = line.isBlank(from);
    return switch (line.text(0, verbEnd).toUpperCase(Locale.ROOT)) {
      case "EHLO" -> hello(line, from, true);
      case "HELO" -> hello(line, from, false);
      case "STARTTLS" -> alone ? new StartTls() : new Malformed();
      case "AUTH" -> auth(SaslRequest.parse(line, from));
      case "NOOP" -> new Noop();
      case "RSET" -> alone ? new Rset() : new Malformed();
      case "VRFY" -> alone ? new Malformed() : new Vrfy();
      case "HELP" -> new Help();
      case "QUIT" -> alone ? new Quit() : new Malformed();
      case "MAIL" -> new Mail();
      case "RCPT" -> new Rcpt();
      case "DATA" -> new Data();
      case "BDAT" -> bdat(line.text(0, line.length()));
      default -> new Unknown();
    };
  }

  /** BDAT with its size, or without. */
  static SmtpCommand bdat(String text) {
    Matcher chunk = BDAT.matcher(text);
    return chunk.matches()
        ? new Bdat(Long.parseLong(chunk.group(1)), chunk.group(2) != null)
        : new SizeMissing();
  }

  /** Whatever a client calls itself: many don't know a name that RFC 5321 §4.1.2 would take. */
  private static SmtpCommand hello(Line line, int from, boolean extended) {
    String name = line.utf8(from, line.length()).strip();
    int end = name.offsetByCodePoints(0, Math.min(MAX_NAME, name.codePointCount(0, name.length())));
    return name.isEmpty()
        ? new Malformed()
        : new Hello(CONTROL.matcher(name.substring(0, end)).replaceAll("?"), extended);
  }

  private static SmtpCommand auth(SaslRequest request) {
    return switch (request) {
      case SaslRequest.Begin begin -> new Auth(begin.mechanism(), begin.initialResponse());
      case SaslRequest.NoMechanism _ -> new Malformed();
      case SaslRequest.NotBase64 _ -> new NotBase64();
    };
  }
}
