// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.partition;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.latchkey.directory.partition.StoredEntry.Octets;
import org.latchkey.directory.partition.StoredEntry.StoredAttribute;

final class StoredEntryTest {
  private static final StoredEntry ENTRY =
      new StoredEntry(
          7,
          3,
          "cn=Ünïcode",
          List.of(
              new StoredAttribute(
                  "2.5.4.3", "cn", true, List.of(Octets.of("Ünïcode"), Octets.of(""))),
              new StoredAttribute(
                  "2.5.4.35",
                  "userPassword",
                  false,
                  List.of(new Octets(new byte[] {0, -1, 127})))));

  @Test
  void aRecordIsReadAsItWasWritten() {
    StoredEntry read = StoredEntry.decode(ENTRY.encode());
    assertEquals(7, read.parent());
    assertEquals(3, read.children());
    assertEquals("cn=Ünïcode", read.rdn());
    assertEquals(List.of("Ünïcode", ""), read.texts("2.5.4.3"));
    assertArrayEquals(new byte[] {0, -1, 127}, read.attributes().get(1).values().getFirst().raw());
  }

  @Test
  void aRecordOfAnotherFormatIsRefused() {
    byte[] record = ENTRY.encode();
    record[0] = 9;
    assertThrows(UncheckedIOException.class, () -> StoredEntry.decode(record));
  }

  @Test
  void aRecordThatIsCutOffIsRefused() {
    byte[] record = ENTRY.encode();
    byte[] cut = java.util.Arrays.copyOf(record, record.length - 1);
    assertThrows(UncheckedIOException.class, () -> StoredEntry.decode(cut));
  }

  @Test
  void aTextReplacesWhateverTheAttributeHeld() {
    StoredEntry changed = ENTRY.withText("2.5.4.3", "cn", "new");
    assertEquals(List.of("new"), changed.texts("2.5.4.3"));
    assertEquals(2, changed.attributes().size());
  }
}
