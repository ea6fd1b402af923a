// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.onboarding;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * What Outlook posts ([MS-OXDSCLI] §2.2.3): read without document types, entities or anything
 * fetched.
 *
 * @param responseSchema the namespace that the client takes the answer in; empty for any
 */
record AutodiscoverRequest(MailAddress address, String responseSchema) {
  private static final int MAX_BYTES = 64 * 1024;
  private static final int MAX_CHARACTERS = 1024;
  private static final XMLInputFactory FACTORY = factory();

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setXMLResolver(
        (publicId, systemId, base, namespace) -> {
          throw new XMLStreamException("nothing is fetched");
        });
    return factory;
  }

  /**
   * The request; empty when it is malformed. Its encoding is what its first octets and its
   * declaration say, and where they say nothing, the media type (RFC 7303 §3.2).
   */
  static Optional<AutodiscoverRequest> parse(byte[] body, Optional<Charset> charset) {
    if (body.length > MAX_BYTES) {
      return Optional.empty();
    }
    try {
      XMLStreamReader reader;
      synchronized (FACTORY) { // its readers share what it holds
        InputStream octets = new ByteArrayInputStream(body);
        reader =
            charset.isPresent() && saysNoEncoding(body)
                ? FACTORY.createXMLStreamReader(octets, charset.get().name())
                : FACTORY.createXMLStreamReader(octets);
      }
      try {
        return read(reader);
      } finally {
        reader.close();
      }
    } catch (XMLStreamException | RuntimeException malformed) {
      // The JDK's parser answers some malformed input with a runtime exception.
      return Optional.empty();
    }
  }

  /** Whether neither a byte order mark nor a declaration names one. */
  private static boolean saysNoEncoding(byte[] body) {
    boolean marked =
        body.length > 2
            && ((body[0] == (byte) 0xef && body[1] == (byte) 0xbb)
                || (body[0] == (byte) 0xfe && body[1] == (byte) 0xff)
                || (body[0] == (byte) 0xff && body[1] == (byte) 0xfe));
    String begins =
        new String(body, 0, Math.min(body.length, 200), StandardCharsets.ISO_8859_1)
            .replace("\0", "");
    int end = begins.indexOf("?>");
    return !marked && !(end >= 0 && begins.substring(0, end).contains("encoding"));
  }

  private static Optional<AutodiscoverRequest> read(XMLStreamReader reader)
      throws XMLStreamException {
    StringBuilder path = new StringBuilder();
    StringBuilder address = new StringBuilder();
    StringBuilder schema = new StringBuilder();
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> path.append('/').append(reader.getLocalName());
        case XMLStreamConstants.END_ELEMENT -> path.setLength(path.lastIndexOf("/"));
        case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE -> {
          return Optional.empty();
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
          switch (path.toString()) {
            case "/Autodiscover/Request/EMailAddress" -> address.append(reader.getText());
            case "/Autodiscover/Request/AcceptableResponseSchema" ->
                schema.append(reader.getText());
            default -> {}
          }
        }
        default -> {}
      }
      if (path.length() > MAX_CHARACTERS) {
        return Optional.empty();
      }
    }
    return MailAddress.parse(address.toString().strip())
        .map(known -> new AutodiscoverRequest(known, schema.toString().strip()));
  }
}
