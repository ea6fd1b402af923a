// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.sieve;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.latchkey.adapters.line.Arguments;
import org.latchkey.adapters.line.Line;
import org.latchkey.adapters.line.SaslRequest;
import org.latchkey.core.password.Secret;

/** A command (RFC 5804 §2). */
sealed interface SieveCommand {
  record Capability() implements SieveCommand {}

  record StartTls() implements SieveCommand {}

  /** Whoever takes it closes the initial response. */
  record Authenticate(String mechanism, Optional<Secret> initialResponse) implements SieveCommand {}

  /**
   * @param tag what is to be sent back: printable ASCII, at most 128 characters; empty for nothing
   */
  record Noop(String tag) implements SieveCommand {}

  record Logout() implements SieveCommand {}

  /** One that is for scripts, or UNAUTHENTICATE. */
  record OnScripts() implements SieveCommand {}

  record Unknown() implements SieveCommand {}

  /** The command is known, what stands behind it makes no sense. */
  record Malformed() implements SieveCommand {}

  /** AUTHENTICATE's initial response is no base64. */
  record NotBase64() implements SieveCommand {}

  int MAX_TAG = 128;

  /** Reads a command. */
  static SieveCommand parse(Line line) {
    Arguments arguments = new Arguments(line);
    String verb = arguments.word();
    return switch (verb == null ? "" : verb.toUpperCase(Locale.ROOT)) {
      case "CAPABILITY" -> arguments.onlyBlanksLeft() ? new Capability() : new Malformed();
      case "STARTTLS" -> arguments.onlyBlanksLeft() ? new StartTls() : new Malformed();
      case "LOGOUT" -> arguments.onlyBlanksLeft() ? new Logout() : new Malformed();
      case "NOOP" -> arguments.onlyBlanksLeft() ? new Noop("") : noop(arguments);
      case "AUTHENTICATE" -> authenticate(arguments);
      case "HAVESPACE",
          "PUTSCRIPT",
          "LISTSCRIPTS",
          "SETACTIVE",
          "GETSCRIPT",
          "DELETESCRIPT",
          "RENAMESCRIPT",
          "CHECKSCRIPT",
          "UNAUTHENTICATE" ->
          new OnScripts();
      default -> new Unknown();
    };
  }

  /** The string that a response is (RFC 5804 §2.1); empty where it is none. */
  static Optional<Secret> string(Line line) {
    Arguments arguments = new Arguments(line);
    byte @Nullable [] octets = arguments.stringOctets();
    return octets != null && arguments.onlyBlanksLeft()
        ? Optional.of(Secret.takeOver(octets))
        : Optional.empty();
  }

  private static SieveCommand noop(Arguments arguments) {
    byte @Nullable [] octets = arguments.space() ? arguments.stringOctets() : null;
    if (octets == null || !arguments.onlyBlanksLeft() || octets.length > MAX_TAG) {
      return new Malformed();
    }
    String tag = new String(octets, StandardCharsets.ISO_8859_1);
    return tag.chars().allMatch(c -> c >= ' ' && c < 0x7f) ? new Noop(tag) : new Malformed();
  }

  private static SieveCommand authenticate(Arguments arguments) {
    byte @Nullable [] mechanism = arguments.space() ? arguments.stringOctets() : null;
    if (mechanism == null) {
      return new Malformed();
    }
    String name = new String(mechanism, StandardCharsets.ISO_8859_1);
    if (arguments.onlyBlanksLeft()) {
      return new Authenticate(name, Optional.empty());
    }
    byte @Nullable [] response = arguments.space() ? arguments.stringOctets() : null;
    if (response == null || !arguments.onlyBlanksLeft()) {
      return new Malformed();
    }
    return switch (SaslRequest.of(name, Secret.takeOver(response))) {
      case SaslRequest.Begin begin -> new Authenticate(name, begin.initialResponse());
      case SaslRequest.NoMechanism _, SaslRequest.NotBase64 _ -> new NotBase64();
    };
  }
}
