// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.smtp;

import java.util.Locale;
import java.util.Optional;
import org.latchkey.adapters.line.Line;
import org.latchkey.adapters.line.SaslText;
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
  record RcptOrData() implements SmtpCommand {}

  record Unknown() implements SmtpCommand {}

  /** The command is known, what stands behind it makes no sense. */
  record Malformed() implements SmtpCommand {}

  /** AUTH's initial response is no base64. */
  record NotBase64() implements SmtpCommand {}

  int MAX_NAME = 255;

  /** Reads a command. */
  static SmtpCommand parse(Line line) {
    int verbEnd = line.indexOf(' ', 0);
    int from = Math.min(verbEnd + 1, line.length());
    boolean alone = from == line.length();
    return switch (line.text(0, verbEnd).toUpperCase(Locale.ROOT)) {
      case "EHLO" -> hello(line, from, true);
      case "HELO" -> hello(line, from, false);
      case "STARTTLS" -> alone ? new StartTls() : new Malformed();
      case "AUTH" -> auth(line, from);
      case "NOOP" -> new Noop();
      case "RSET" -> alone ? new Rset() : new Malformed();
      case "VRFY" -> alone ? new Malformed() : new Vrfy();
      case "HELP" -> new Help();
      case "QUIT" -> alone ? new Quit() : new Malformed();
      case "MAIL" -> new Mail();
      case "RCPT", "DATA", "BDAT" -> new RcptOrData();
      default -> new Unknown();
    };
  }

  private static SmtpCommand hello(Line line, int from, boolean extended) {
    String name = line.utf8(from, line.length()).strip();
    boolean good =
        !name.isEmpty()
            && name.length() <= MAX_NAME
            && name.chars().noneMatch(c -> c <= ' ' || c == 0x7f);
    return good ? new Hello(name, extended) : new Malformed();
  }

  private static SmtpCommand auth(Line line, int from) {
    int mechanismEnd = line.indexOf(' ', from);
    String mechanism = line.text(from, mechanismEnd);
    if (mechanism.isEmpty()) {
      return new Malformed();
    }
    if (mechanismEnd + 1 >= line.length()) {
      // A space at the end is what some clients leave of an initial response they haven't got.
      return new Auth(mechanism, Optional.empty());
    }
    Optional<Secret> response = SaslText.initialResponse(line, mechanismEnd + 1);
    return response.isPresent() ? new Auth(mechanism, response) : new NotBase64();
  }
}
