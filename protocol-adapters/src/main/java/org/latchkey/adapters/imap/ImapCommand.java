// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.imap;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.latchkey.adapters.line.Arguments;
import org.latchkey.adapters.line.Line;
import org.latchkey.adapters.line.SaslRequest;
import org.latchkey.core.password.Secret;

/** A command (RFC 9051 §6), as far as a client may send it before it has signed in. */
sealed interface ImapCommand {
  record Capability(String tag) implements ImapCommand {}

  record Noop(String tag) implements ImapCommand {}

  record Logout(String tag) implements ImapCommand {}

  record StartTls(String tag) implements ImapCommand {}

  /**
   * @param clientName what the client calls itself; empty when it doesn't say
   */
  record Id(String tag, String clientName) implements ImapCommand {}

  /** Whoever takes it closes the password. */
  record Login(String tag, String name, Secret password) implements ImapCommand {}

  /** Whoever takes it closes the initial response. */
  record Authenticate(String tag, String mechanism, Optional<Secret> initialResponse)
      implements ImapCommand {}

  /**
   * Any other.
   *
   * @param verb in upper case
   * @param arguments what comes behind the verb
   */
  record Other(String tag, String verb, Arguments arguments) implements ImapCommand {}

  /**
   * None at all.
   *
   * @param tag {@code *} where there is none
   */
  record Malformed(String tag, String why) implements ImapCommand {}

  /** Reads a command. */
  static ImapCommand parse(Line line) {
    Arguments arguments = new Arguments(line);
    String tag = arguments.word();
    if (tag == null || !isTag(tag)) {
      return new Malformed("*", "Invalid tag");
    }
    String verb = arguments.space() ? arguments.word() : null;
    if (verb == null) {
      return new Malformed(tag, "Missing command");
    }
    return switch (verb.toUpperCase(Locale.ROOT)) {
      case "CAPABILITY" -> alone(arguments, new Capability(tag), tag);
      case "NOOP" -> alone(arguments, new Noop(tag), tag);
      case "LOGOUT" -> alone(arguments, new Logout(tag), tag);
      case "STARTTLS" -> alone(arguments, new StartTls(tag), tag);
      case "ID" -> id(tag, arguments);
      case "LOGIN" -> login(tag, arguments);
      case "AUTHENTICATE" -> authenticate(tag, arguments, line);
      case String other -> new Other(tag, other, arguments);
    };
  }

  /** The tag of a command that was cut short. */
  static String tagOf(Line line) {
    String tag = line.text(0, line.indexOf(' ', 0));
    return isTag(tag) ? tag : "*";
  }

  private static boolean isTag(String tag) {
    return !tag.isEmpty()
        && tag.length() <= 64
        && tag.chars().allMatch(c -> c > ' ' && c < 0x7f && "(){%*\"\\+".indexOf(c) < 0);
  }

  private static ImapCommand alone(Arguments arguments, ImapCommand command, String tag) {
    return arguments.onlyBlanksLeft() ? command : malformed(tag);
  }

  private static Malformed malformed(String tag) {
    return new Malformed(tag, "Invalid arguments");
  }

  private static ImapCommand login(String tag, Arguments arguments) {
    String name = arguments.space() ? arguments.astring() : null;
    byte @Nullable [] password =
        name != null && arguments.space() ? arguments.astringOctets() : null;
    return name != null && password != null && arguments.onlyBlanksLeft()
        ? new Login(tag, name, Secret.takeOver(password))
        : malformed(tag);
  }

  private static ImapCommand authenticate(String tag, Arguments arguments, Line line) {
    return switch (SaslRequest.parse(line, arguments.position())) {
      case SaslRequest.Begin begin ->
          new Authenticate(tag, begin.mechanism(), begin.initialResponse());
      case SaslRequest.NoMechanism _ -> malformed(tag);
      case SaslRequest.NotBase64 _ -> new Malformed(tag, "Invalid base64");
    };
  }

  private static ImapCommand id(String tag, Arguments arguments) {
    String clientName = arguments.space() ? ClientId.nameIn(arguments) : null;
    return clientName == null || !arguments.onlyBlanksLeft()
        ? malformed(tag)
        : new Id(tag, clientName);
  }
}
