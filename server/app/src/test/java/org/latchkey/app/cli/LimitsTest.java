// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.Entry;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.core.account.Service;
import picocli.CommandLine;

final class LimitsTest {
  private static final ZonedDateTime NOW =
      ZonedDateTime.parse("2026-10-01T12:00:00+02:00[Europe/Paris]");

  @ParameterizedTest
  @CsvSource({
    "2027-01-31, 2027-01-31T22:59:59Z",
    "2026-10-01, 2026-10-01T21:59:59Z",
    "P90D, 2026-12-30T11:00:00Z",
    "P1Y, 2027-10-01T10:00:00Z",
    "p2w, 2026-10-15T10:00:00Z",
    "PT12H, 2026-10-01T22:00:00Z",
    "P1DT1H, 2026-10-02T11:00:00Z"
  })
  void anExpiryIsALastDayOrATimeFromNow(String text, Instant end) throws CommandException {
    assertEquals(end, Limits.parse(text, NOW));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "tomorrow",
        "2027-02-30",
        "90",
        "P",
        "PT",
        "31.1.2027",
        "P999999999999D",
        "P999999999Y"
      })
  void whatIsNoExpiryIsTheUsersError(String text) {
    CommandException e = assertThrows(CommandException.class, () -> Limits.parse(text, NOW));
    assertEquals(ExitCode.USAGE, e.exitCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-09-30", "P0D", "P-1D"})
  void anExpiryIsInTheFuture(String text) {
    assertThrows(CommandException.class, () -> parsed("--expires", text).expiry(NOW));
  }

  @ParameterizedTest
  @ValueSource(strings = {"P9000Y", "+10000-01-01"})
  void anExpiryIsInAYearOfFourDigits(String text) {
    CommandException e =
        assertThrows(CommandException.class, () -> parsed("--expires", text).expiry(NOW));
    assertEquals(ExitCode.USAGE, e.exitCode());
  }

  @Test
  void presetsAndServicesAddUp() {
    assertEquals(List.of(), parsed().services());
    assertEquals(List.of("imap", "pop3", "sieve", "smtp"), parsed("--preset", "mail").services());
    assertEquals(List.of("smtp"), parsed("--preset", "send").services());
    assertEquals(List.of("carddav"), parsed("--preset", "contacts").services());
    assertEquals(
        List.of("imap", "caldav"),
        parsed("--preset", "calendars", "--service", "IMAP", "--service", "imap").services());
    assertEquals(
        Service.defaults().stream().sorted().map(Service::id).toList(),
        parsed("--preset", "everything").services());
  }

  @Test
  void anUnknownPresetIsAnsweredByTheirNames() {
    CommandLine.ParameterException e =
        assertThrows(CommandLine.ParameterException.class, () -> parsed("--preset", "web"));
    assertTrue(
        String.valueOf(e.getMessage())
            .contains("\"web\" is none of mail, send, contacts, calendars, everything"));
  }

  @Test
  void limitsAreWrittenAsTheDirectoryKeepsThem() throws CommandException {
    Entry entry = new Entry("cn=x");
    parsed(
            "--service",
            "smtp",
            "--expires",
            "2027-01-31",
            "--network",
            "192.0.2.0/24",
            "--network",
            "2001:DB8::/32")
        .describe(entry, NOW);
    assertEquals(List.of("smtp"), Values.all(entry, "latchkeyService"));
    assertEquals("20270131225959.000Z", Values.one(entry, "latchkeyExpires"));
    assertEquals(List.of("192.0.2.0/24", "2001:db8::/32"), Values.all(entry, "latchkeyNetwork"));
  }

  private static Limits parsed(String... args) {
    return CommandLine.populateCommand(new Limits(), args);
  }
}
