// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.onboarding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.latchkey.portal.onboarding.PublicService.Encryption;
import org.latchkey.portal.onboarding.PublicService.Kind;

class ServiceRecordsTest {
  private static final DavPaths PATHS = new DavPaths("/contacts/", "/calendars/");

  /** The forms are those of RFC 6186 §4, RFC 8314 §5.1, RFC 6764 §3 and §4, RFC 5804 §1.8. */
  @Test
  void everythingThatIsOfferedHasItsRecord() {
    assertEquals(
        """
        _imaps._tcp.example.org. IN SRV 0 1 993 mail.example.org.
        _imap._tcp.example.org. IN SRV 0 1 143 mail.example.org.
        _pop3s._tcp.example.org. IN SRV 10 1 995 mail.example.org.
        _pop3._tcp.example.org. IN SRV 10 1 110 mail.example.org.
        _submissions._tcp.example.org. IN SRV 0 1 465 mail.example.org.
        _submission._tcp.example.org. IN SRV 0 1 587 mail.example.org.
        _sieve._tcp.example.org. IN SRV 0 1 4190 mail.example.org.
        _carddavs._tcp.example.org. IN SRV 0 1 443 mail.example.org.
        _carddavs._tcp.example.org. IN TXT "path=/contacts/"
        _caldavs._tcp.example.org. IN SRV 0 1 443 mail.example.org.
        _caldavs._tcp.example.org. IN TXT "path=/calendars/"
        _autodiscover._tcp.example.org. IN SRV 0 1 443 mail.example.org.
        autoconfig.example.org. IN CNAME mail.example.org.
        autodiscover.example.org. IN CNAME mail.example.org."""
            .lines()
            .toList(),
        ServiceRecords.lines(Example.everything(), PATHS));
  }

  @Test
  void mailThatIsNotOfferedIsSaidNotToBe() {
    PublicServices services =
        new PublicServices(
            "mail.example.org",
            "example.org",
            "",
            List.of(),
            List.of(Example.on(Kind.IMAP, 993, Encryption.TLS)));
    assertEquals(
        """
        _imaps._tcp.example.org. IN SRV 0 1 993 mail.example.org.
        _imap._tcp.example.org. IN SRV 0 0 0 .
        _pop3s._tcp.example.org. IN SRV 0 0 0 .
        _pop3._tcp.example.org. IN SRV 0 0 0 .
        _submissions._tcp.example.org. IN SRV 0 0 0 .
        _submission._tcp.example.org. IN SRV 0 0 0 ."""
            .lines()
            .toList(),
        ServiceRecords.lines(services, PATHS));
  }

  @Test
  void namesWhosePortIsFixedNeedAPortThatAnswersThemThere() {
    List<String> lines = lines(List.of(1443, 32444));
    assertEquals(
        List.of(
            "_autodiscover._tcp.example.org. IN SRV 0 1 1443 mail.example.org.",
            "; autoconfig and autodiscover, CNAMEs of mail.example.org, need a port 443 that answers"
                + " them, beside 1443"),
        lines.subList(lines.size() - 2, lines.size()));
  }

  @Test
  void namesWhosePortIsFixedAreThereWhereverThePortalIs() {
    List<String> lines = lines(List.of(443, 32444));
    assertEquals(
        List.of(
            "_autodiscover._tcp.example.org. IN SRV 0 1 443 mail.example.org.",
            "autoconfig.example.org. IN CNAME mail.example.org.",
            "autodiscover.example.org. IN CNAME mail.example.org."),
        lines.subList(lines.size() - 3, lines.size()));
  }

  private static List<String> lines(List<Integer> discoveryPorts) {
    return ServiceRecords.lines(
        new PublicServices(
            "mail.example.org",
            "example.org",
            "https://mail.example.org:32444/portal/",
            discoveryPorts,
            List.of()),
        PATHS);
  }
}
