// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.onboarding;

import java.io.OutputStream;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes an XML 1.0 document in UTF-8. What XML has no way to say, such as a control character, is
 * written as U+FFFD.
 */
final class XmlOutput {
  private static final XMLOutputFactory FACTORY = XMLOutputFactory.newDefaultFactory();

  private final XMLStreamWriter xml;

  XmlOutput(OutputStream out) {
    try {
      synchronized (FACTORY) { // its writers share what it holds
        xml = FACTORY.createXMLStreamWriter(out, "UTF-8");
      }
      xml.writeStartDocument("UTF-8", "1.0");
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
  }

  @FunctionalInterface
  private interface Step {
    void write() throws XMLStreamException;
  }

  private XmlOutput step(Step step) {
    try {
      step.write();
      return this;
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e); // nothing here is read or sent
    }
  }

  XmlOutput documentType(String declaration) {
    return step(() -> xml.writeDTD(declaration));
  }

  /**
   * Begins an element.
   *
   * @param attributes names and values in turn
   */
  XmlOutput start(String name, String... attributes) {
    return step(
        () -> {
          xml.writeStartElement(name);
          for (int i = 0; i < attributes.length; i += 2) {
            xml.writeAttribute(attributes[i], clean(attributes[i + 1]));
          }
        });
  }

  XmlOutput end() {
    return step(xml::writeEndElement);
  }

  /** An element that holds text alone. */
  XmlOutput element(String name, String text, String... attributes) {
    start(name, attributes);
    return step(() -> xml.writeCharacters(clean(text))).end();
  }

  XmlOutput empty(String name) {
    return step(() -> xml.writeEmptyElement(name));
  }

  /** Sees to it that all until here is in the stream, the last start tag's end included. */
  void flush() {
    step(
        () -> {
          xml.writeCharacters("");
          xml.flush();
        });
  }

  /** Ends whatever is open. */
  void finish() {
    step(
        () -> {
          xml.writeEndDocument();
          xml.flush();
          xml.close();
        });
  }

  /** XML 1.0's Char production (§2.2). */
  static boolean isCharacter(int codePoint) {
    return codePoint == '\t'
        || codePoint == '\n'
        || codePoint == '\r'
        || (codePoint >= 0x20 && codePoint <= 0xd7ff)
        || (codePoint >= 0xe000 && codePoint <= 0xfffd)
        || codePoint >= 0x10000;
  }

  private static String clean(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints().forEach(c -> clean.appendCodePoint(isCharacter(c) ? c : 0xfffd));
    return clean.toString();
  }
}
