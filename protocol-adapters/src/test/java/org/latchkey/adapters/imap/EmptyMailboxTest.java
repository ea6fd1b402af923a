// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.latchkey.adapters.line.Line;

final class EmptyMailboxTest {
  private static final SignedInState AUTHENTICATED = new SignedInState.Authenticated();
  private static final SignedInState SELECTED = new SignedInState.Selected();

  private static EmptyMailbox.Result answer(SignedInState state, String command) {
    return EmptyMailbox.on(state, (ImapCommand.Other) ImapCommand.parse(Line.of("a " + command)));
  }

  @ParameterizedTest
  @CsvSource({
    "INBOX, true", "inbox, true", "*, true", "%, true", "in*, true", "*box, true",
    "i*b*x, true", "*n*, true", "**, true", "INBOX*, true", "INBOX/*, false", "I*XX, false",
    "IN, false", "*a*, false", "Sent, false", "INBO*OX, false"
  })
  void listMatchesWildcards(String pattern, boolean inbox) {
    String listed = inbox ? "* LIST () \"/\" INBOX\r\n" : "";
    assertEquals(
        listed + "a OK Completed\r\n",
        answer(AUTHENTICATED, "LIST \"\" " + pattern).answer().toString());
  }

  static List<Arguments> commands() {
    return List.of(
        Arguments.of(AUTHENTICATED, "SELECT Sent", "a NO [NONEXISTENT] There is only INBOX"),
        Arguments.of(AUTHENTICATED, "SELECT", "a BAD Invalid arguments"),
        Arguments.of(AUTHENTICATED, "UID FETCH 1:* FLAGS", "a BAD Select a mailbox first"),
        Arguments.of(SELECTED, "UID FETCH 1:* FLAGS", "a OK Completed"),
        Arguments.of(SELECTED, "UID FROB", "a BAD Invalid arguments"),
        Arguments.of(SELECTED, "SEARCH ALL", "* SEARCH\r\na OK Completed"),
        Arguments.of(AUTHENTICATED, "SUBSCRIBE INBOX", "a OK Completed"),
        Arguments.of(AUTHENTICATED, "ENABLE QRESYNC", "* ENABLED\r\na OK Completed"),
        Arguments.of(AUTHENTICATED, "STATUS INBOX (FROB)", "a BAD Invalid arguments"),
        Arguments.of(AUTHENTICATED, "STATUS INBOX ()", "* STATUS INBOX ()\r\na OK Completed"),
        Arguments.of(AUTHENTICATED, "STATUS INBOX (SIZE", "a BAD Invalid arguments"),
        Arguments.of(AUTHENTICATED, "FROB", "a BAD Unknown command"));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void answers(SignedInState state, String command, String answer) {
    assertEquals(answer + "\r\n", answer(state, command).answer().toString());
  }

  @ParameterizedTest
  @CsvSource({
    "SELECT INBOX, true",
    "EXAMINE INBOX, true",
    "SELECT Sent, false",
    "CLOSE, false",
    "UNSELECT, false",
    "CHECK, true"
  })
  void theStateFollows(String command, boolean selected) {
    assertEquals(selected ? SELECTED : AUTHENTICATED, answer(SELECTED, command).next());
  }
}
