// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.latchkey.config.InvalidSettingsException;
import org.latchkey.config.Settings;
import org.latchkey.config.SettingsFile;
import org.latchkey.portal.onboarding.DavPaths;
import org.latchkey.portal.onboarding.PublicService.Kind;
import org.latchkey.portal.onboarding.PublicServices;

class OutsideTest {
  private static final String HOST = "public.host = \"mail.example.org\"\n";

  private static final Ports OPEN = new Ports(1, 2, 3, 4, 5, 6, 7, 8, 0, 10, 11, 12, 13);
  private static final Ports NONE = new Ports(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 12, 13);

  private static Settings settings(String toml) throws InvalidSettingsException {
    return SettingsFile.parse(HOST + toml, "latchkey.toml");
  }

  private static List<String> offered(PublicServices services) {
    return services.offered().stream()
        .map(each -> each.kind() + " " + each.encryption() + " " + each.port())
        .toList();
  }

  @Test
  void everyOpenPortIsOffered() throws Exception {
    PublicServices services = Outside.of(settings(""), OPEN);
    assertEquals("mail.example.org", services.host());
    assertEquals("example.org", services.domain());
    assertEquals("https://mail.example.org:8/portal/", services.portalUrl());
    assertEquals(
        List.of(
            "IMAP STARTTLS 1",
            "IMAP TLS 2",
            "POP3 STARTTLS 5",
            "POP3 TLS 6",
            "SIEVE STARTTLS 7",
            "SUBMISSION STARTTLS 3",
            "SUBMISSION TLS 4",
            "CARDDAV TLS 8",
            "CALDAV TLS 8",
            "LDAP STARTTLS 10",
            "LDAP TLS 11"),
        offered(services));
    assertTrue(
        services.offered().stream().allMatch(each -> each.host().equals("mail.example.org")));
  }

  @Test
  void publicPortsStandForTheListeners() throws Exception {
    String ports =
        """
        [public.ports]
        imap = 143
        imaps = 993
        submission = 587
        submissions = 465
        pop3 = 110
        pop3s = 995
        sieve = 4191
        https = 443
        portal = 8443
        ldap = 389
        ldaps = 636
        """;
    PublicServices services = Outside.of(settings(ports), OPEN);
    assertEquals(
        List.of(
            "IMAP STARTTLS 143",
            "IMAP TLS 993",
            "POP3 STARTTLS 110",
            "POP3 TLS 995",
            "SIEVE STARTTLS 4191",
            "SUBMISSION STARTTLS 587",
            "SUBMISSION TLS 465",
            "CARDDAV TLS 443",
            "CALDAV TLS 443",
            "LDAP STARTTLS 389",
            "LDAP TLS 636"),
        offered(services));
    assertEquals("https://mail.example.org/portal/", services.portalUrl());
    // A public port opens nothing.
    assertEquals(List.of(), offered(Outside.of(settings(ports), NONE)));
  }

  @Test
  void portalIsOnItsOwnPortWhereItHasOne() throws Exception {
    Ports own = new Ports(0, 0, 0, 0, 0, 0, 0, 8, 9, 0, 0, 0, 0);
    assertEquals("https://mail.example.org:9/portal/", Outside.of(settings(""), own).portalUrl());
    assertEquals(
        "https://mail.example.org/portal/",
        Outside.of(settings("public.ports.portal = 443"), own).portalUrl());
    assertEquals("", Outside.of(settings(""), NONE).portalUrl());
    assertEquals("", Outside.of(settings("portal.enabled = false"), own).portalUrl());
  }

  @Test
  void discoveryIsAnsweredBesideContactsAndOnThePortalsOwnPort() throws Exception {
    Ports own = new Ports(0, 0, 0, 0, 0, 0, 0, 8, 9, 0, 0, 0, 0);
    String https = "public.ports.https = 443";
    assertEquals(List.of(443, 9), Outside.of(settings(https), own).discoveryPorts());
    assertEquals(List.of(8), Outside.of(settings(""), OPEN).discoveryPorts());
    assertEquals(List.of(), Outside.of(settings(https), NONE).discoveryPorts());
    assertEquals(List.of(), Outside.of(settings("portal.enabled = false"), own).discoveryPorts());
  }

  @Test
  void davServiceThatNoRouteStandsForIsNotOffered() throws Exception {
    Settings calendars =
        settings(
            """
            [dav.routes.calendars]
            path = "/cal/"
            url = "http://127.0.0.1:5232/"
            services = ["caldav"]
            """);
    PublicServices services = Outside.of(calendars, OPEN);
    assertTrue(services.best(Kind.CARDDAV).isEmpty());
    assertEquals(8, services.best(Kind.CALDAV).orElseThrow().port());
    assertEquals(new DavPaths("/carddav/", "/cal/"), Outside.davPaths(calendars.dav()));
  }

  @Test
  void domainIsTheHostWithoutItsFirstLabelUnlessThatLeavesTooLittle() throws Exception {
    assertEquals("corp.example", domain("public.host = \"mail.corp.example\""));
    assertEquals("example.org", domain("public.host = \"example.org\""));
    assertEquals("localhost", domain("public.host = \"localhost\""));
    assertEquals(
        "example.net", domain("public = { host = \"a.example.org\", domain = \"example.net\" }"));
  }

  private static String domain(String toml) throws InvalidSettingsException {
    return Outside.of(SettingsFile.parse(toml, "latchkey.toml"), NONE).domain();
  }

  @Test
  void machinesOwnNameStandsInForTheHost() {
    String own = Outside.of(Settings.defaults(), NONE).host();
    assertTrue(own.matches("[A-Za-z0-9.-]*[A-Za-z][A-Za-z0-9.-]*"), own);
  }

  @Test
  void plannedPortsAreThoseOfTheListenersThatWillBeOpen() throws Exception {
    Ports planned =
        PlannedPorts.of(
            settings(
                """
                listeners.imap.enabled = false
                listeners.https.port = 0
                public.ports.https = 443
                upstream.pop3.host = "pop3.example.org"
                """));
    assertEquals(
        new Ports(0, 1993, 1587, 1465, 1110, 1995, 0, 443, 0, 1389, 1636, 10389, 9090), planned);
  }

  @Test
  void plannedPortThatNobodyCanKnowIsAnErrorThatSaysWhatToSet() {
    StartException e =
        assertThrows(
            StartException.class,
            () ->
                PlannedPorts.of(
                    settings(
                        """
                        listeners.imap.port = 0
                        listeners.sieve.port = 0
                        listeners.ldaps.port = 0
                        """)));
    assertEquals(
        "port 0 is any free one, which nobody outside can know: set listeners.imap.port or"
            + " public.ports.imap, listeners.ldaps.port or public.ports.ldaps",
        e.getMessage());
  }
}
