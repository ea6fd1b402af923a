// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.pop3;

import java.util.Locale;
import java.util.Optional;
import org.latchkey.adapters.line.Line;
import org.latchkey.adapters.line.SaslRequest;
import org.latchkey.core.password.Secret;

/** A command (RFC 1939 §4 and §7, RFC 2449 §5, RFC 2595 §4, RFC 5034 §4). */
sealed interface Pop3Command {
  record Capa() implements Pop3Command {}

  record Stls() implements Pop3Command {}

  record User(String name) implements Pop3Command {}

  /** Whoever takes it closes the password. */
  record Pass(Secret password) implements Pop3Command {}

  /** Whoever takes it closes the initial response. */
  record Auth(String mechanism, Optional<Secret> initialResponse) implements Pop3Command {}

  /** AUTH alone: older clients ask for the mechanisms so. */
  record AuthList() implements Pop3Command {}

  record Quit() implements Pop3Command {}

  /** One that is for a maildrop: NOOP is (RFC 1939 §5). */
  record OnMaildrop() implements Pop3Command {}

  record Unknown() implements Pop3Command {}

  /** The command is known, what stands behind it makes no sense. */
  record Malformed() implements Pop3Command {}

  /** AUTH's initial response is no base64. */
  record NotBase64() implements Pop3Command {}

  /** Reads a command. */
  static Pop3Command parse(Line line) {
    int verbEnd = line.endOfWord(0);
    int from = Math.min(verbEnd + 1, line.length());
    boolean alone = line.isBlank(from);
    return switch (line.text(0, verbEnd).toUpperCase(Locale.ROOT)) {
      case "CAPA" -> alone ? new Capa() : new Malformed();
      case "STLS" -> alone ? new Stls() : new Malformed();
      case "USER" -> alone ? new Malformed() : new User(line.utf8(from, line.length()));
      // All of the rest: a password may have spaces in it.
      case "PASS" -> new Pass(Secret.takeOver(line.octets(from, line.length())));
      case "AUTH" -> alone ? new AuthList() : auth(SaslRequest.parse(line, from));
      case "QUIT" -> alone ? new Quit() : new Malformed();
      case "STAT", "LIST", "RETR", "DELE", "NOOP", "RSET", "TOP", "UIDL" -> new OnMaildrop();
      default -> new Unknown();
    };
  }

  private static Pop3Command auth(SaslRequest request) {
    return switch (request) {
      case SaslRequest.Begin begin -> new Auth(begin.mechanism(), begin.initialResponse());
      case SaslRequest.NoMechanism _ -> new Malformed();
      case SaslRequest.NotBase64 _ -> new NotBase64();
    };
  }
}
