// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.config;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Both ends of every range are in it, and their neighbours are not. */
class SettingsRangesTest {
  @ParameterizedTest
  @CsvSource({
    "directory.map-size-gib,               1,   65536",
    "directory.cached-accounts,            1,   50000000",
    "listeners.imap.port,                  0,   65535",
    "public.ports.imap,                    1,   65535",
    "public.ports.ldaps,                   1,   65535",
    "notices.port,                         1,   65535",
    "network.max-connections,              1,   1000000",
    "network.max-connections-per-address,  1,   1000000",
    "network.max-pending-kib,              0,   16777216",
    "app-passwords.max-active,             1,   1000",
    "primary-passwords.argon2-memory-kib,  8,   1048576",
    "primary-passwords.argon2-iterations,  1,   64",
    "primary-passwords.argon2-parallelism, 1,   16",
    "primary-passwords.min-length,         8,   64",
    "sign-in.max-held-refusals,            1,   1000000",
    "sign-in.max-held-refusals-per-source, 1,   1000000",
  })
  void wholeNumbers(String key, int min, int max) {
    assertAccepted(key + " = " + min);
    assertAccepted(key + " = " + max);
    String range = "f:1: \"%s\" must be from %d to %d, not ".formatted(key, min, max);
    assertRefused(key + " = " + (min - 1), range + (min - 1));
    assertRefused(key + " = " + (max + 1), range + (max + 1));
  }

  @ParameterizedTest
  @CsvSource({
    "network.sign-in-deadline,  100 ms, 1 h,   99 ms, 3600001 ms",
    "network.idle-timeout,      100 ms, 7 d,   99 ms, 604801 s",
    "sign-in.refusal-delay,     0 s,    1 min, '',    61 s",
    "sign-in.max-refusal-delay, 0 s,    5 min, '',    301 s",
    "sign-in.last-use-interval, 0 s,    1 d,   '',    25 h",
    "portal.idle-limit,         1 min,  1 d,  59 s, 1441 min",
    "portal.absolute-limit,     1 min,  7 d,   59 s, 604801 s",
    "shutdown.grace,            0 s,    10 min, '',   601 s",
  })
  void durations(String key, String min, String max, String below, String above) {
    // The two delays bound each other, and so do the portal's limits.
    String zero =
        switch (key) {
          case "sign-in.max-refusal-delay" -> "\nsign-in.refusal-delay = '0 s'";
          case "portal.absolute-limit" -> "\nportal.idle-limit = '1 min'";
          default -> "";
        };
    String top =
        switch (key) {
          case "sign-in.refusal-delay" -> "\nsign-in.max-refusal-delay = '5 min'";
          case "portal.idle-limit" -> "\nportal.absolute-limit = '7 d'";
          default -> "";
        };
    assertAccepted(key + " = '" + min + "'" + zero);
    assertAccepted(key + " = '" + max + "'" + top);
    String range = "f:1: \"%s\" must be from %s to %s, not ".formatted(key, min, max);
    assertRefused(key + " = '" + above + "'", range + above);
    if (!below.isEmpty()) {
      assertRefused(key + " = '" + below + "'", range + below);
    }
  }

  @Test
  void argon2NeedsEightKibForEachLane() {
    assertAccepted("primary-passwords = { argon2-memory-kib = 32, argon2-parallelism = 4 }");
    assertRefused(
        "primary-passwords = { argon2-memory-kib = 31, argon2-parallelism = 4 }",
        "f:1: \"primary-passwords.argon2-memory-kib\" must be at least 8 for each of"
            + " \"argon2-parallelism\"");
  }

  @ParameterizedTest
  @CsvSource({"''", "a.jsonl", "log/audit.jsonl", "/var/log/latchkey/audit.jsonl"})
  void auditFileEndsInJsonlOrIsNone(String file) {
    assertAccepted("audit.file = '" + file.replace("''", "") + "'");
  }

  @ParameterizedTest
  @CsvSource({"pepper", ".jsonl", "/.jsonl", "audit.jsonl/", "audit.json"})
  void auditFileIsNothingElse(String file) {
    assertRefused(
        "audit.file = '" + file + "'",
        "f:1: \"audit.file\" must be the name of a file that ends in .jsonl, or empty");
  }

  @ParameterizedTest
  @CsvSource({"*", "0.0.0.0", "192.0.2.1", "::", "2001:db8::1"})
  void listenerAddressIsAStarOrAnIpAddress(String address) {
    assertAccepted("listeners.imap.address = '" + address + "'");
  }

  @ParameterizedTest
  @CsvSource({"''", "localhost", "mail.example.org", "127.1", "010.0.0.1", "256.0.0.1", "[::1]"})
  void listenerAddressIsNeverLookedUp(String address) {
    assertRefused(
        "listeners.imap.address = '" + address + "'",
        "f:1: \"listeners.imap.address\" must be \"*\" or an IP address");
  }

  @ParameterizedTest
  @CsvSource({"mail.example.org", "localhost", "xn--bcher-kva.example", "1.example", "A-1.b2"})
  void publicHostIsADnsName(String name) {
    assertAccepted("public.host = '" + name + "'");
    assertAccepted("public.domain = '" + name + "'");
  }

  @ParameterizedTest
  @CsvSource({
    "''",
    "192.0.2.1",
    "2001:db8::1",
    "mail.example.org.",
    "mail..example",
    "-a.example",
    "a-.example",
    "b\u00fccher.example",
    "mail example",
    "a_b.example",
    "https://mail.example.org",
    "mail.example.org:443",
    "a123456789b123456789c123456789d123456789e123456789f123456789g1234.example"
  })
  void publicHostIsNothingElse(String name) {
    assertRefused("public.host = '" + name + "'", "f:1: \"public.host\" must be a DNS name");
    assertRefused("public.domain = '" + name + "'", "f:1: \"public.domain\" must be a DNS name");
  }

  @ParameterizedTest
  @CsvSource({"trace", "debug", "info", "warn", "error"})
  void logLevels(String level) {
    assertAccepted("log.level = '" + level + "'");
  }

  @Test
  void constructorNamesEveryKeyItRefuses() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> new DirectorySettings("dc", 0, 1));
    assertEquals(
        "\"base\" must be a DN such as dc=example,dc=org;"
            + " \"map-size-gib\" must be from 1 to 65536, not 0",
        e.getMessage());
  }

  private static void assertAccepted(String toml) {
    assertDoesNotThrow(() -> SettingsFile.parse(toml, "f"), toml);
  }

  private static void assertRefused(String toml, String problem) {
    InvalidSettingsException e =
        assertThrows(InvalidSettingsException.class, () -> SettingsFile.parse(toml, "f"), toml);
    assertTrue(e.problems().equals(List.of(problem)), e.getMessage());
  }
}
