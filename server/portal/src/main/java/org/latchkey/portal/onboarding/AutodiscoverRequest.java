// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.onboarding;

import java.io.ByteArrayInputStream;
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

  /** The request; empty when it is malformed. */
  static Optional<AutodiscoverRequest> parse(byte[] body) {
    if (body.length > MAX_BYTES) {
      return Optional.empty();
    }
    try {
      XMLStreamReader reader;
      synchronized (FACTORY) { // its readers share what it holds
        reader = FACTORY.createXMLStreamReader(new ByteArrayInputStream(body));
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
