// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.onboarding;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Documents as the JDK's own parser reads them, without whitespace that says nothing. */
final class Xml {
  private Xml() {}

  static Element root(byte[] document) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newNSInstance();
    return factory
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(document))
        .getDocumentElement();
  }

  static List<Element> children(Element parent) {
    List<Element> children = new ArrayList<>();
    for (Node each = parent.getFirstChild(); each != null; each = each.getNextSibling()) {
      if (each instanceof Element element) {
        children.add(element);
      }
    }
    return children;
  }

  /** The child elements of that name. */
  static List<Element> children(Element parent, String name) {
    return children(parent).stream().filter(each -> each.getLocalName().equals(name)).toList();
  }

  /** The text of each child element, as {@code name=text}. */
  static List<String> fields(Element parent) {
    return children(parent).stream()
        .map(each -> each.getLocalName() + "=" + each.getTextContent())
        .toList();
  }
}
