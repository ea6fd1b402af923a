// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav.empty;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads request bodies with the JDK's StAX parser: no document type, no entity but the five of XML,
 * nothing fetched, and bounds on all that the answer would echo. Belongs to one event loop.
 */
final class DavXml {
  private static final int MOST_DEPTH = 32;
  private static final int MOST_PROPERTIES = 256;
  private static final int MOST_NAMESPACE = 256;
  private static final int MOST_LOCAL = 128;

  /** A client asks the same again and again: what it asked is cheaper to find than to parse. */
  private static final int MOST_REMEMBERED = 64;

  private static final int MAX_REMEMBERED_BYTES = 2048;

  private final Cache<ByteBuffer, Propfind> recent =
      Caffeine.newBuilder().maximumSize(MOST_REMEMBERED).build();
  private final XMLInputFactory factory = XMLInputFactory.newDefaultFactory();

  DavXml() {
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
    factory.setProperty(XMLInputFactory.IS_COALESCING, false);
    factory.setXMLResolver(
        (publicId, systemId, base, namespace) -> {
          throw new XMLStreamException("nothing is fetched");
        });
  }

  /** The PROPFIND that a body asks for, an empty one included; empty when it is malformed. */
  Optional<Propfind> propfind(byte[] body) {
    if (body.length == 0) {
      return Optional.of(new Propfind.AllProperties());
    }
    ByteBuffer octets = ByteBuffer.wrap(body);
    Propfind known = recent.getIfPresent(octets);
    if (known != null) {
      return Optional.of(known);
    }
    Reading reading = new Reading();
    Optional<Propfind> result = read(body, reading) ? reading.result() : Optional.empty();
    if (body.length <= MAX_REMEMBERED_BYTES) {
      result.ifPresent(propfind -> recent.put(octets, propfind));
    }
    return result;
  }

  /** Whether a body is well-formed XML, and no document type in it. */
  boolean isWellFormed(byte[] body) {
    return read(body, (depth, name) -> true);
  }

  /** Told of each element: false ends the reading. */
  @FunctionalInterface
  private interface Elements {
    boolean starts(int depth, PropertyName name);
  }

  private boolean read(byte[] body, Elements elements) {
    try {
      XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(body));
      try {
        return read(reader, elements);
      } finally {
        reader.close();
      }
    } catch (XMLStreamException | RuntimeException malformed) {
      // The JDK's parser answers some malformed input with a runtime exception.
      return false;
    }
  }

  private static boolean read(XMLStreamReader reader, Elements elements) throws XMLStreamException {
    if ("1.1".equals(reader.getVersion())) {
      // It has names that the answer, in XML 1.0, couldn't hold.
      return false;
    }
    int depth = 0;
    boolean seen = false;
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          seen = true;
          PropertyName name = name(reader);
          // The JDK's parser takes <:a/>, which no XML with namespaces has.
          boolean colon = name.local().indexOf(':') >= 0;
          if (depth == MOST_DEPTH || colon || !elements.starts(depth, name)) {
            return false;
          }
          depth++;
        }
        case XMLStreamConstants.END_ELEMENT -> depth--;
        case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE -> {
          return false;
        }
        default -> {}
      }
    }
    return seen;
  }

  private static PropertyName name(XMLStreamReader reader) {
    String namespace = reader.getNamespaceURI();
    return new PropertyName(namespace == null ? "" : namespace, reader.getLocalName());
  }

  /** A propfind element being read; what it doesn't know it passes over (RFC 4918 §17). */
  private static final class Reading implements Elements {
    private final Set<Property> known = EnumSet.noneOf(Property.class);
    private final Set<PropertyName> unknown = new LinkedHashSet<>();
    private String asks = "";
    private String within = "";

    @Override
    public boolean starts(int depth, PropertyName name) {
      boolean dav = name.namespace().equals(PropertyName.DAV);
      return switch (depth) {
        case 0 -> dav && name.local().equals("propfind");
        case 1 -> asks(dav ? name.local() : "");
        case 2 -> !within.equals("prop") || wants(name);
        default -> true;
      };
    }

    private boolean asks(String what) {
      within = what;
      return switch (what) {
        case "prop", "allprop", "propname" -> {
          boolean first = asks.isEmpty();
          asks = what;
          yield first;
        }
        default -> true;
      };
    }

    private boolean wants(PropertyName name) {
      Property property = Property.of(name);
      if (property == null) {
        unknown.add(name);
      } else {
        known.add(property);
      }
      return unknown.size() <= MOST_PROPERTIES
          && name.namespace().length() <= MOST_NAMESPACE
          && name.local().length() <= MOST_LOCAL;
    }

    Optional<Propfind> result() {
      return switch (asks) {
        case "prop" ->
            Optional.of(new Propfind.Named(List.copyOf(known), new ArrayList<>(unknown)));
        case "allprop" -> Optional.of(new Propfind.AllProperties());
        case "propname" -> Optional.of(new Propfind.Names());
        default -> Optional.empty();
      };
    }
  }
}
