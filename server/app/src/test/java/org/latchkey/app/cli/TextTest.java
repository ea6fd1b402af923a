// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.util.json.JSONException;
import com.unboundid.util.json.JSONObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TextTest {
  @Test
  void aNameDoesNotSteerTheTerminal() {
    assertEquals("\\u001b[2Jx\\u000ay\\u202ez é☃", Text.printable("\u001b[2Jx\ny\u202ez é☃"));
  }

  @Test
  void columnsAreAsWideAsTheirWidestCell() {
    assertEquals(
        List.of("A    B", "☃☃☃  b", "c"),
        Text.table(List.of(List.of("A", "B"), List.of("☃☃☃", "b"), List.of("c", ""))));
  }

  @Test
  void oneIsSingular() {
    assertEquals("0 keys", Text.count(0, "key"));
    assertEquals("1 key", Text.count(1, "key"));
    assertEquals("2 keys", Text.count(2, "key"));
  }

  @Test
  void jsonHoldsWhateverANameHolds() throws JSONException {
    String name = "\"\\\n\u0000é📱";
    JSONObject made =
        new Values.JsonObject()
            .with("name", name)
            .with("all", List.of(name, "b"))
            .with("good", true)
            .with("time", Optional.of(Instant.parse("2026-10-01T10:00:00Z")))
            .with("never", Optional.empty())
            .made();
    JSONObject read = new JSONObject(made.toSingleLineString());
    assertEquals(name, read.getFieldAsString("name"));
    assertEquals(made, read);
    assertEquals("2026-10-01T10:00:00Z", read.getFieldAsString("time"));
    assertEquals("[]", Values.array(List.of()));
    assertEquals(3, Values.array(List.of(made)).lines().count());
  }

  @Test
  void theFirstAttributeThatHoldsATimeCounts() {
    Entry entry = new Entry("cn=x");
    entry.addAttribute("bad", "yesterday");
    entry.addAttribute("good", "20261001100000.250Z");
    assertEquals(
        Optional.of(Instant.parse("2026-10-01T10:00:00.250Z")),
        Values.time(entry, "none", "bad", "good"));
    assertEquals(Optional.empty(), Values.time(entry, "none", "bad"));
  }
}
