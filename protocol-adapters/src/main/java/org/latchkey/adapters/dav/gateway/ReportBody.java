// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav.gateway;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads what a REPORT names beside its own target (RFC 3253 §3.6): no document type, no entity but
 * the five of XML, nothing fetched.
 */
final class ReportBody {
  /** Their answers are about the target, its members and what they name; others follow links. */
  private static final Set<String> REPORTS =
      Set.of(
          "{urn:ietf:params:xml:ns:carddav}addressbook-query",
          "{urn:ietf:params:xml:ns:carddav}addressbook-multiget",
          "{urn:ietf:params:xml:ns:caldav}calendar-query",
          "{urn:ietf:params:xml:ns:caldav}calendar-multiget",
          "{urn:ietf:params:xml:ns:caldav}free-busy-query",
          "{DAV:}sync-collection");

  private final XMLInputFactory factory = XMLInputFactory.newDefaultFactory();

  ReportBody() {
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
    factory.setXMLResolver(
        (publicId, systemId, base, namespace) -> {
          throw new XMLStreamException("nothing is fetched");
        });
  }

  /** Its references; empty where it is malformed, or a report that may touch anything. */
  Optional<List<String>> hrefs(byte[] body) {
    try {
      XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(body));
      try {
        return hrefs(reader);
      } finally {
        reader.close();
      }
    } catch (XMLStreamException | RuntimeException malformed) {
      // The JDK's parser answers some malformed input with a runtime exception.
      return Optional.empty();
    }
  }

  private static Optional<List<String>> hrefs(XMLStreamReader reader) throws XMLStreamException {
    List<String> hrefs = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    boolean root = true;
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          if (root && !REPORTS.contains(reader.getName().toString())) {
            return Optional.empty();
          }
          root = false;
          text.setLength(0);
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
            text.append(reader.getText());
        case XMLStreamConstants.END_ELEMENT -> {
          if (reader.getLocalName().equalsIgnoreCase("href")) {
            hrefs.add(text.toString().strip());
          }
          text.setLength(0);
        }
        case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE -> {
          return Optional.empty();
        }
        default -> {}
      }
    }
    return root ? Optional.empty() : Optional.of(hrefs);
  }
}
