// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.onboarding;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.latchkey.portal.onboarding.PublicService.Encryption;
import org.latchkey.portal.onboarding.PublicService.Kind;

/**
 * Answers what Outlook posts to {@code /autodiscover/autodiscover.xml} ([MS-OXDSCLI]): the same to
 * everybody, but for the address, which is the client's own.
 */
public final class Autodiscover {
  private static final String ENVELOPE =
      "http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006";
  private static final String SETTINGS =
      "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Autodiscover() {}

  /**
   * The answer's body, in UTF-8; it goes out with status 200, an error included ([MS-OXDSCLI]
   * §3.2.5.1).
   *
   * @param body of the request
   * @param charset that its media type names
   * @param now for the time in an error
   */
  public static byte[] answer(
      PublicServices services, byte[] body, Optional<Charset> charset, Instant now) {
    Optional<AutodiscoverRequest> request = AutodiscoverRequest.parse(body, charset);
    if (request.isEmpty()) {
      return error(services, "600", "Invalid Request", now);
    }
    String schema = request.get().responseSchema();
    return schema.isEmpty() || schema.equals(SETTINGS)
        ? settings(services, request.get().address().text())
        : error(services, "601", "Provider is not available", now);
  }

  private static byte[] settings(PublicServices services, String address) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    XmlOutput xml = new XmlOutput(out);
    xml.start("Autodiscover", "xmlns", ENVELOPE).start("Response", "xmlns", SETTINGS);
    xml.start("User").element("DisplayName", address).element("EMailAddress", address).end();
    xml.start("Account").element("AccountType", "email").element("Action", "settings");
    services.all(Kind.IMAP).forEach(each -> protocol(xml, "IMAP", each, address));
    services.all(Kind.POP3).forEach(each -> protocol(xml, "POP3", each, address));
    services.all(Kind.SUBMISSION).forEach(each -> protocol(xml, "SMTP", each, address));
    xml.finish();
    return out.toByteArray();
  }

  /** Outlook takes the first of a type. {@code Encryption} goes before {@code SSL}, where known. */
  private static void protocol(XmlOutput xml, String type, PublicService service, String address) {
    xml.start("Protocol")
        .element("Type", type)
        .element("Server", service.host())
        .element("Port", Integer.toString(service.port()))
        .element("DomainRequired", "off")
        .element("LoginName", address)
        .element("SPA", "off")
        .element("SSL", "on")
        .element("Encryption", service.encryption() == Encryption.TLS ? "SSL" : "TLS")
        .element("AuthRequired", "on");
    if (service.kind() == Kind.SUBMISSION) {
      xml.element("UsePOPAuth", "off").element("SMTPLast", "off");
    }
    xml.end();
  }

  private static byte[] error(PublicServices services, String code, String message, Instant now) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    XmlOutput xml = new XmlOutput(out);
    String server = Integer.toUnsignedString(services.host().hashCode());
    xml.start("Autodiscover", "xmlns", ENVELOPE)
        .start("Response")
        .start("Error", "Time", TIME.format(now), "Id", server)
        .element("ErrorCode", code)
        .element("Message", message)
        .empty("DebugData");
    xml.finish();
    return out.toByteArray();
  }
}
