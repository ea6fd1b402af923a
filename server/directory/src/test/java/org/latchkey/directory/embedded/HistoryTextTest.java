// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.core.audit.AccountEvent;
import org.latchkey.core.audit.AccountEvent.Kind;

final class HistoryTextTest {
  private static AccountEvent event(Kind kind, String text) {
    return new AccountEvent(
        Instant.parse("2026-03-01T12:00:00.123Z"), kind, "what", "imap", "::1", text, text, text);
  }

  private static List<AccountEvent> parse(String text) {
    return HistoryText.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void whateverIsStoredComesBack() {
    List<AccountEvent> events = new ArrayList<>();
    for (String text :
        List.of("", "plain", "a\tb\nc\r\nd\\e\\tf\\", "é\ud83d\ude00\u2028\u0085\u0000", "\\n")) {
      for (Kind kind : Kind.values()) {
        events.add(event(kind, text));
      }
    }
    assertEquals(events, HistoryText.parse(HistoryText.format(events)));
  }

  @Test
  void aMalformedEventIsPassedOver() {
    AccountEvent good = event(Kind.CHANGE, "x");
    String text = new String(HistoryText.format(List.of(good)), StandardCharsets.UTF_8);
    String bad =
        "1\tsign-in\tx\n" // too few fields
            + "1\tsign-in\t\t\t\t\t\t\t\n" // too many
            + "x\tsign-in\t\t\t\t\t\t\n"
            + "99999999999999999999\tsign-in\t\t\t\t\t\t\n"
            + "1\tsneeze\t\t\t\t\t\t\n"
            + "\n";
    assertEquals(List.of(good), parse(text.replaceFirst("\n", "\n" + bad)));
    assertEquals(List.of(good), parse(text + "1\tsign-in\tcut o"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "2\n1\tsign-in\t\t\t\t\t\t\n", "\u0000\u0001"})
  void anotherFormatIsAnEmptyHistory(String stored) {
    assertEquals(List.of(), parse(stored));
  }
}
