// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.onboarding;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The answer to what newer clients of Outlook's kind ask first, at {@code
 * /autodiscover/autodiscover.json} ([MS-OXDISCO], Autodiscover version 2): where the XML is.
 *
 * @param json of one line
 */
public record AutodiscoverJson(int status, String json) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
  private static final String XML_PROTOCOL = "AutodiscoverV1";

  /**
   * The answer for a protocol.
   *
   * @param protocol that the client asks for; empty where it names none
   */
  public static AutodiscoverJson answer(PublicServices services, String protocol) {
    if (protocol.toLowerCase(Locale.ROOT).equals(XML_PROTOCOL.toLowerCase(Locale.ROOT))) {
      return new AutodiscoverJson(
          200, "{\"Protocol\":\"%s\",\"Url\":\"%s\"}".formatted(XML_PROTOCOL, url(services)));
    }
    if (protocol.isEmpty()) {
      return error(
          "MandatoryParameterMissing",
          "A valid value must be provided for the query parameter 'Protocol'");
    }
    String shown = NAME.matcher(protocol).matches() ? protocol : "given";
    return error(
        "InvalidProtocol",
        "The protocol '%s' is not supported. Supported is '%s'.".formatted(shown, XML_PROTOCOL));
  }

  private static AutodiscoverJson error(String code, String message) {
    return new AutodiscoverJson(
        400, "{\"ErrorCode\":\"%s\",\"ErrorMessage\":\"%s\"}".formatted(code, message));
  }

  /** At the port that discovery is answered on, the standard one where there is a choice. */
  private static String url(PublicServices services) {
    int port =
        services.discoveryPorts().contains(443) || services.discoveryPorts().isEmpty()
            ? 443
            : services.discoveryPorts().getFirst();
    String authority = port == 443 ? services.host() : services.host() + ":" + port;
    return "https://" + authority + "/autodiscover/autodiscover.xml";
  }
}
