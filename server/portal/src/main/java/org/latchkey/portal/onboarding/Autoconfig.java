// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.onboarding;

import java.io.ByteArrayOutputStream;
import java.util.Optional;
import org.latchkey.portal.onboarding.PublicService.Encryption;
import org.latchkey.portal.onboarding.PublicService.Kind;

/**
 * The configuration that Thunderbird and others ask a mail domain for: {@code config-v1.1.xml}
 * (draft-ietf-mailmaint-autoconfig). It is the same for everybody, so that nobody learns from it
 * which addresses there are.
 */
public final class Autoconfig {
  private Autoconfig() {}

  /**
   * The document, in UTF-8.
   *
   * @param address what the request's query names, if it does: its domain, which has led here, is
   *     among those that the configuration is for
   */
  public static byte[] document(PublicServices services, Optional<String> address) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    XmlOutput xml = new XmlOutput(out);
    xml.start("clientConfig", "version", "1.1").start("emailProvider", "id", services.domain());
    xml.element("domain", services.domain());
    address
        .flatMap(MailAddress::parse)
        .map(MailAddress::domain)
        .filter(domain -> !domain.equalsIgnoreCase(services.domain()))
        .ifPresent(domain -> xml.element("domain", domain));
    xml.element("displayName", services.domain()).element("displayShortName", services.domain());
    services.all(Kind.IMAP).forEach(each -> server(xml, "incomingServer", "imap", each));
    services.all(Kind.POP3).forEach(each -> server(xml, "incomingServer", "pop3", each));
    services.all(Kind.SUBMISSION).forEach(each -> server(xml, "outgoingServer", "smtp", each));
    xml.end();
    services.best(Kind.CARDDAV).ifPresent(each -> dav(xml, "addressbook", "carddav", each));
    services.best(Kind.CALDAV).ifPresent(each -> dav(xml, "calendar", "caldav", each));
    services.all(Kind.SIEVE).forEach(each -> server(xml, "setupServer", "managesieve", each));
    xml.finish();
    return out.toByteArray();
  }

  private static void server(XmlOutput xml, String element, String type, PublicService service) {
    xml.start(element, "type", type)
        .element("hostname", service.host())
        .element("port", Integer.toString(service.port()))
        .element("socketType", service.encryption() == Encryption.TLS ? "SSL" : "STARTTLS")
        .element("authentication", "password-cleartext")
        .element("username", "%EMAILADDRESS%")
        .end();
  }

  /** The well-known URI redirects to where the address books or calendars are (RFC 6764 §5). */
  private static void dav(XmlOutput xml, String element, String type, PublicService service) {
    xml.start(element, "type", type)
        .element("url", service.url("/.well-known/" + type))
        .element("authentication", "basic", "system", "http")
        .element("username", "%EMAILADDRESS%")
        .end();
  }
}
