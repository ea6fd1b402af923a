// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.onboarding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.portal.onboarding.PublicService.Encryption;
import org.latchkey.portal.onboarding.PublicService.Kind;
import org.w3c.dom.Element;

/**
 * The document against draft-ietf-mailmaint-autoconfig's elements and their order of preference.
 */
class AutoconfigTest {
  private static Element document(PublicServices services, String address) throws Exception {
    return Xml.root(Autoconfig.document(services, Optional.of(address)));
  }

  private static List<String> server(String port, String socketType) {
    return List.of(
        "hostname=mail.example.org",
        "port=" + port,
        "socketType=" + socketType,
        "authentication=password-cleartext",
        "username=%EMAILADDRESS%");
  }

  private static List<List<String>> servers(Element parent, String element, String type) {
    return Xml.children(parent, element).stream()
        .filter(each -> each.getAttribute("type").equals(type))
        .map(Xml::fields)
        .toList();
  }

  @Test
  void providerIsTheDomain() throws Exception {
    Element root = document(Example.everything(), "alice@example.org");
    assertEquals("clientConfig", root.getNodeName());
    assertEquals("1.1", root.getAttribute("version"));
    Element provider = Xml.children(root, "emailProvider").getFirst();
    assertEquals("example.org", provider.getAttribute("id"));
    assertEquals(
        List.of("domain=example.org", "displayName=example.org", "displayShortName=example.org"),
        Xml.fields(provider).subList(0, 3));
  }

  @Test
  void everyOpenPortIsThereAndTlsGoesFirst() throws Exception {
    Element root = document(Example.everything(), "alice@example.org");
    Element provider = Xml.children(root, "emailProvider").getFirst();
    assertEquals(
        List.of(server("993", "SSL"), server("143", "STARTTLS")),
        servers(provider, "incomingServer", "imap"));
    assertEquals(
        List.of(server("995", "SSL"), server("110", "STARTTLS")),
        servers(provider, "incomingServer", "pop3"));
    assertEquals(
        List.of(server("465", "SSL"), server("587", "STARTTLS")),
        servers(provider, "outgoingServer", "smtp"));
    assertEquals(List.of(server("4190", "STARTTLS")), servers(root, "setupServer", "managesieve"));
  }

  @Test
  void imapGoesBeforePop3() throws Exception {
    Element root = document(Example.everything(), "alice@example.org");
    Element provider = Xml.children(root, "emailProvider").getFirst();
    assertEquals(
        List.of("imap", "imap", "pop3", "pop3"),
        Xml.children(provider, "incomingServer").stream()
            .map(each -> each.getAttribute("type"))
            .toList());
  }

  @Test
  void addressBookAndCalendarStandBesideTheProvider() throws Exception {
    Element root =
        document(
            Example.services(
                Example.on(Kind.CARDDAV, 1443, Encryption.TLS),
                Example.on(Kind.CALDAV, 443, Encryption.TLS)),
            "alice@example.org");
    assertEquals(
        List.of(
            List.of(
                "url=https://mail.example.org:1443/.well-known/carddav",
                "authentication=basic",
                "username=%EMAILADDRESS%")),
        servers(root, "addressbook", "carddav"));
    assertEquals(
        List.of(
            List.of(
                "url=https://mail.example.org/.well-known/caldav",
                "authentication=basic",
                "username=%EMAILADDRESS%")),
        servers(root, "calendar", "caldav"));
    Element contacts = Xml.children(root, "addressbook").getFirst();
    assertEquals(
        "http", Xml.children(contacts, "authentication").getFirst().getAttribute("system"));
  }

  @Test
  void whatIsNotOpenIsNotThere() throws Exception {
    Element root = document(Example.services(), "alice@example.org");
    assertEquals(1, Xml.children(root).size());
    assertEquals(3, Xml.children(Xml.children(root).getFirst()).size());
  }

  @Test
  void domainThatTheClientCameByIsAmongThoseItIsFor() throws Exception {
    Element root = document(Example.everything(), "bob@example.net");
    Element provider = Xml.children(root, "emailProvider").getFirst();
    assertEquals(
        List.of("domain=example.org", "domain=example.net"), Xml.fields(provider).subList(0, 2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "alice",
        "@",
        "alice@",
        "alice@example.org",
        "alice@EXAMPLE.org",
        "a@b@c.d",
        "a@<b>",
        "a@b c",
        "a@\"b\"",
        "a@b/c",
        "a@.b",
        "a@b."
      })
  void anyOtherAddressChangesNothing(String address) throws Exception {
    Element root = document(Example.everything(), address);
    Element provider = Xml.children(root, "emailProvider").getFirst();
    assertEquals(1, Xml.children(provider, "domain").size());
    assertTrue(
        root.isEqualNode(Xml.root(Autoconfig.document(Example.everything(), Optional.empty()))));
  }
}
