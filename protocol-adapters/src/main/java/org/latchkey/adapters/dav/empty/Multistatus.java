// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav.empty;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;

/** Writes 207 answers (RFC 4918 §13). */
final class Multistatus {
  private static final String HEAD =
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<d:multistatus xmlns:d=\""
          + PropertyName.DAV
          + "\" xmlns:card=\""
          + PropertyName.CARDDAV
          + "\" xmlns:cal=\""
          + PropertyName.CALDAV
          + "\">";
  private static final String TAIL = "</d:multistatus>\n";
  private static final String OK = "</d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat>";
  private static final String NOT_FOUND =
      "</d:prop><d:status>HTTP/1.1 404 Not Found</d:status></d:propstat>";

  private final StringBuilder xml = new StringBuilder(1024).append(HEAD);

  /** One without a response in it: what a REPORT finds in an empty home. */
  static String empty() {
    return HEAD + TAIL;
  }

  /** The answer to a PROPFIND of these resources. */
  static String of(List<Resource> resources, Propfind propfind) {
    Multistatus all = new Multistatus();
    for (Resource each : resources) {
      all.xml.append("<d:response>").append(href(each.href()));
      switch (propfind) {
        case Propfind.Named named -> all.values(each, named.known(), named.unknown());
        case Propfind.AllProperties unnamed -> all.values(each, each.cheap(), List.of());
        case Propfind.Names names -> all.names(each);
      }
      all.xml.append("</d:response>");
    }
    return all.xml.append(TAIL).toString();
  }

  private void values(Resource resource, Collection<Property> wanted, List<PropertyName> unknown) {
    List<Property> missing = new ArrayList<>(0);
    int start = xml.length();
    xml.append("<d:propstat><d:prop>");
    for (Property each : wanted) {
      Optional<String> value = resource.value(each);
      if (value.isPresent()) {
        element(each.element(), value.get());
      } else {
        missing.add(each);
      }
    }
    xml.append(OK);
    if (!missing.isEmpty() || !unknown.isEmpty()) {
      if (missing.size() == wanted.size()) {
        xml.setLength(start);
      }
      xml.append("<d:propstat><d:prop>");
      missing.forEach(each -> element(each.element(), ""));
      unknown.forEach(this::unknown);
      xml.append(NOT_FOUND);
    }
  }

  private void names(Resource resource) {
    xml.append("<d:propstat><d:prop>");
    for (Property each : Property.values()) {
      if (resource.value(each).isPresent()) {
        element(each.element(), "");
      }
    }
    xml.append(OK);
  }

  private void element(String name, String value) {
    if (value.isEmpty()) {
      xml.append('<').append(name).append("/>");
    } else {
      xml.append('<').append(name).append('>').append(value).append("</").append(name).append('>');
    }
  }

  /** Declares each namespace where it is used: no prefix of the client's is repeated. */
  private void unknown(PropertyName name) {
    String prefix = prefix(name.namespace());
    if (!prefix.isEmpty()) {
      xml.append('<').append(prefix).append(name.local()).append("/>");
    } else {
      xml.append('<').append(name.local()).append(" xmlns=\"");
      xml.append(escape(name.namespace())).append("\"/>");
    }
  }

  /** The prefix that a well-known namespace has here, with its colon; empty for another. */
  static String prefix(String namespace) {
    return switch (namespace) {
      case PropertyName.DAV -> "d:";
      case PropertyName.CARDDAV -> "card:";
      case PropertyName.CALDAV -> "cal:";
      case XMLConstants.XML_NS_URI -> "xml:";
      default -> "";
    };
  }

  static String href(String path) {
    return "<d:href>" + path + "</d:href>";
  }

  /** Text as an element's or attribute's content; what XML can't hold is dropped. */
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\t', '\n', '\r' -> escaped.append("&#").append(c).append(';');
                default -> {
                  if (isXml(c)) {
                    escaped.appendCodePoint(c);
                  }
                }
              }
            });
    return escaped.toString();
  }

  private static boolean isXml(int c) {
    boolean surrogate = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    return c >= ' ' && c != 0xfffe && c != 0xffff && !surrogate;
  }
}
