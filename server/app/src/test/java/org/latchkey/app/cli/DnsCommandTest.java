// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DnsCommandTest {
  @TempDir private Path folder;

  private Shell.Ran dns(String settings) throws Exception {
    Path file = Files.writeString(folder.resolve("latchkey.toml"), settings);
    return Shell.run("dns", "--config", file.toString());
  }

  @Test
  void recordsAreThoseOfTheSettings() throws Exception {
    Shell.Ran ran =
        dns(
            """
            [public]
            host = "mail.example.org"
            [public.ports]
            imaps = 993
            submissions = 465
            https = 443
            [listeners.imap]
            enabled = false
            [listeners.submission]
            enabled = false
            [upstream.sieve]
            host = "sieve.example.org"
            [dav.routes.all]
            url = "http://127.0.0.1:5232/"
            """);
    assertEquals("", ran.err());
    assertEquals(ExitCode.OK, ran.exitCode());
    assertEquals(
        """
        _imaps._tcp.example.org. IN SRV 0 1 993 mail.example.org.
        _imap._tcp.example.org. IN SRV 0 0 0 .
        _pop3s._tcp.example.org. IN SRV 0 0 0 .
        _pop3._tcp.example.org. IN SRV 0 0 0 .
        _submissions._tcp.example.org. IN SRV 0 1 465 mail.example.org.
        _submission._tcp.example.org. IN SRV 0 0 0 .
        _sieve._tcp.example.org. IN SRV 0 1 4190 mail.example.org.
        _carddavs._tcp.example.org. IN SRV 0 1 443 mail.example.org.
        _carddavs._tcp.example.org. IN TXT "path=/"
        _caldavs._tcp.example.org. IN SRV 0 1 443 mail.example.org.
        _caldavs._tcp.example.org. IN TXT "path=/"
        _autodiscover._tcp.example.org. IN SRV 0 1 443 mail.example.org.
        autoconfig.example.org. IN CNAME mail.example.org.
        autodiscover.example.org. IN CNAME mail.example.org.
        """,
        ran.out());
  }

  @Test
  void portThatNobodyCanKnowIsRefused() throws Exception {
    Shell.Ran ran = dns("listeners.imaps.port = 0");
    assertEquals(ExitCode.REFUSED, ran.exitCode());
    assertEquals("", ran.out());
    assertTrue(ran.err().contains("set listeners.imaps.port or public.ports.imaps"), ran.err());
  }

  @Test
  void brokenSettingsAreRefused() throws Exception {
    Shell.Ran ran = dns("public.host = \"192.0.2.1\"");
    assertEquals(ExitCode.REFUSED, ran.exitCode());
    assertTrue(ran.err().contains("must be a DNS name"), ran.err());
  }
}
