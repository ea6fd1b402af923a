// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.latchkey.adapters.line.Line;
import org.latchkey.core.password.Secret;

final class ImapCommandTest {
  static List<Arguments> commands() {
    return List.of(
        Arguments.of("a1 CAPABILITY", "a1 capability"),
        Arguments.of("a noop", "a noop"),
        Arguments.of("a NOOP x", "a malformed: Invalid arguments"),
        Arguments.of("", "* malformed: Invalid tag"),
        Arguments.of("+ NOOP", "* malformed: Invalid tag"),
        Arguments.of(" NOOP", "* malformed: Invalid tag"),
        Arguments.of("a".repeat(65) + " NOOP", "* malformed: Invalid tag"),
        Arguments.of("a", "a malformed: Missing command"),
        Arguments.of("a ", "a malformed: Missing command"),
        Arguments.of("a LOGIN alice secret", "a login: alice/secret"),
        Arguments.of("a LOGIN \"al ice\" \"se\\\"cr\\\\et\"", "a login: al ice/se\"cr\\et"),
        Arguments.of("a LOGIN {5}\r\nalice {6+}\r\nsecret", "a login: alice/secret"),
        Arguments.of("a LOGIN {0}\r\n \"\"", "a login: /"),
        Arguments.of("a LOGIN al\u00c3\u00a9 secret", "a login: al\u00e9/secret"),
        Arguments.of("a LOGIN alice", "a malformed: Invalid arguments"),
        Arguments.of("a LOGIN alice secret more", "a malformed: Invalid arguments"),
        Arguments.of("a LOGIN alice \"secret", "a malformed: Invalid arguments"),
        Arguments.of("a LOGIN alice \"sec\\ret\"", "a malformed: Invalid arguments"),
        Arguments.of("a LOGIN alice \"secret\\", "a malformed: Invalid arguments"),
        Arguments.of("a LOGIN {9}\r\nalice", "a malformed: Invalid arguments"),
        Arguments.of("a LOGIN {9}", "a malformed: Invalid arguments"),
        Arguments.of("a LOGIN {99999999999}\r\nx y", "a malformed: Invalid arguments"),
        Arguments.of("a LOGIN (alice) secret", "a malformed: Invalid arguments"),
        Arguments.of("a AUTHENTICATE PLAIN", "a authenticate: PLAIN"),
        Arguments.of("a authenticate plain =", "a authenticate: plain []"),
        Arguments.of("a AUTHENTICATE PLAIN eA==", "a authenticate: PLAIN [x]"),
        Arguments.of("a AUTHENTICATE PLAIN ~", "a malformed: Invalid base64"),
        Arguments.of("a AUTHENTICATE", "a malformed: Invalid arguments"),
        Arguments.of("a ID NIL", "a id: "),
        Arguments.of("a ID ()", "a id: "),
        Arguments.of("a ID (\"name\" \"K-9\" \"os\" NIL)", "a id: K-9"),
        Arguments.of("a ID (\"version\" \"1\" \"NAME\" \"K-9\")", "a id: K-9 1"),
        Arguments.of("a ID (\"name\")", "a malformed: Invalid arguments"),
        Arguments.of("a ID (\"name\" x)", "a malformed: Invalid arguments"),
        Arguments.of("a ID (\"name\" \"x\"", "a malformed: Invalid arguments"),
        Arguments.of("a ID", "a malformed: Invalid arguments"),
        Arguments.of("a select INBOX", "a other: SELECT"));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void reads(String line, String command) {
    assertEquals(command, shown(ImapCommand.parse(Line.of(line))));
  }

  private static String shown(ImapCommand command) {
    return switch (command) {
      case ImapCommand.Capability c -> c.tag() + " capability";
      case ImapCommand.Noop c -> c.tag() + " noop";
      case ImapCommand.Logout c -> c.tag() + " logout";
      case ImapCommand.StartTls c -> c.tag() + " starttls";
      case ImapCommand.Id c -> c.tag() + " id: " + c.clientName();
      case ImapCommand.Login c -> c.tag() + " login: " + c.name() + "/" + text(c.password());
      case ImapCommand.Authenticate c ->
          c.tag() + " authenticate: " + c.mechanism() + shown(c.initialResponse());
      case ImapCommand.Other c -> c.tag() + " other: " + c.verb();
      case ImapCommand.Malformed c -> c.tag() + " malformed: " + c.why();
    };
  }

  private static String shown(Optional<Secret> response) {
    return response.map(secret -> " [" + text(secret) + "]").orElse("");
  }

  private static String text(Secret secret) {
    return new String(secret.octets(), StandardCharsets.UTF_8);
  }
}
