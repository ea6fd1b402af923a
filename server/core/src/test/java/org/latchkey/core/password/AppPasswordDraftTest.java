// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.password;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.core.account.Service;
import org.latchkey.core.directory.DirectoryRefusalException;
import org.latchkey.core.directory.DirectoryRefusalException.Kind;

final class AppPasswordDraftTest {
  private static AppPasswordDraft until(String end) {
    return new AppPasswordDraft(
        "iPhone", Service.defaults(), Optional.of(Instant.parse(end)), List.of(), Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1970-01-01T00:00:00Z", "2027-01-31T23:59:59Z", "9999-12-31T23:59:59Z"})
  void anExpiryHasAYearOfFourDigits(String end) {
    assertEquals(Optional.of(Instant.parse(end)), until(end).expires());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+10000-01-01T00:00:00Z",
        "+1000000000-12-31T23:59:59Z",
        "1969-12-31T23:59:59Z",
        "-0001-01-01T00:00:00Z"
      })
  void anExpiryThatNoDirectoryCanWriteDownIsRefused(String end) {
    DirectoryRefusalException refused =
        assertThrows(DirectoryRefusalException.class, () -> until(end));
    assertEquals(Kind.INVALID, refused.kind());
    assertEquals("an expiry is in a year from 1970 to 9999", refused.getMessage());
  }
}
