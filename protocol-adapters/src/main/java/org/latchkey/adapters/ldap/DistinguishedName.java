// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.ldap;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A DN whose RDNs have one attribute each, the entry's own first: all that this port knows. It is
 * read strictly by RFC 4514; spaces around the separators are passed over, as RFC 2253 clients send
 * them. Time and memory are linear in its length.
 */
record DistinguishedName(List<Rdn> rdns) {
  /** The attribute types with a numeric form in use (RFC 4519). */
  private static final Map<String, String> NAMES =
      Map.of(
          "0.9.2342.19200300.100.1.1", "uid",
          "0.9.2342.19200300.100.1.25", "dc",
          "2.5.4.11", "ou",
          "2.5.4.10", "o");

  DistinguishedName {
    rdns = List.copyOf(rdns);
  }

  /**
   * One RDN.
   *
   * @param type in lower case, by name where it has one
   * @param value with its escapes resolved
   */
  record Rdn(String type, String value) {
    boolean matches(Rdn other) {
      return type.equals(other.type) && value.equalsIgnoreCase(other.value);
    }

    boolean matches(String otherType, String otherValue) {
      return type.equals(otherType) && value.equalsIgnoreCase(otherValue);
    }
  }

  /** The DN in this text; empty when it is malformed, or more than this port knows. */
  static Optional<DistinguishedName> parse(String text) {
    return parse(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The DN in these octets of UTF-8; empty when they are malformed. */
  static Optional<DistinguishedName> parse(byte[] octets) {
    Parser parser = new Parser(octets);
    List<Rdn> rdns = new ArrayList<>(8);
    parser.skipSpaces();
    if (parser.atEnd()) {
      return Optional.of(new DistinguishedName(rdns));
    }
    do {
      Optional<Rdn> rdn = parser.rdn();
      if (rdn.isEmpty()) {
        return Optional.empty();
      }
      rdns.add(rdn.get());
    } while (parser.comma());
    return parser.atEnd() ? Optional.of(new DistinguishedName(rdns)) : Optional.empty();
  }

  /** How many RDNs it has. */
  int size() {
    return rdns.size();
  }

  /** Whether it is the other or below it. */
  boolean isWithin(DistinguishedName other) {
    int deeper = size() - other.size();
    if (deeper < 0) {
      return false;
    }
    for (int i = 0; i < other.size(); i++) {
      if (!rdns.get(deeper + i).matches(other.rdns.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** The text of a well-formed DN's first RDN, as it is written. */
  static String firstRdn(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\\') {
        i++;
      } else if (text.charAt(i) == ',') {
        return text.substring(0, i);
      }
    }
    return text;
  }

  /** Reads octets from left to right; belongs to one thread. */
  private static final class Parser {
    private final byte[] in;
    private int at;

    Parser(byte[] in) {
      this.in = in;
    }

    boolean atEnd() {
      return at == in.length;
    }

    void skipSpaces() {
      while (at < in.length && in[at] == ' ') {
        at++;
      }
    }

    boolean comma() {
      if (at < in.length && in[at] == ',') {
        at++;
        return true;
      }
      return false;
    }

    Optional<Rdn> rdn() {
      skipSpaces();
      int start = at;
      while (at < in.length && isTypeOctet(in[at])) {
        at++;
      }
      String type = new String(in, start, at - start, StandardCharsets.US_ASCII);
      skipSpaces();
      if (type.isEmpty() || atEnd() || in[at++] != '=') {
        return Optional.empty();
      }
      String lower = type.toLowerCase(Locale.ROOT);
      return value().map(value -> new Rdn(NAMES.getOrDefault(lower, lower), value));
    }

    private static boolean isTypeOctet(byte octet) {
      return (octet >= 'a' && octet <= 'z')
          || (octet >= 'A' && octet <= 'Z')
          || (octet >= '0' && octet <= '9')
          || octet == '-'
          || octet == '.';
    }

    /** A string (RFC 4514 §3), up to the next separator; a BER value after # isn't known here. */
    private Optional<String> value() {
      skipSpaces();
      if (!atEnd() && in[at] == '#') {
        return Optional.empty();
      }
      ByteBuffer value = ByteBuffer.allocate(in.length - at);
      int length = 0;
      while (at < in.length && in[at] != ',') {
        boolean space = in[at] == ' ';
        int octet = in[at] == '\\' ? escaped() : plain();
        if (octet < 0) {
          return Optional.empty();
        }
        at++;
        value.put((byte) octet);
        length = space ? length : value.position();
      }
      // Spaces that weren't escaped belong to the separator behind them.
      return decode(value.flip().limit(length));
    }

    private int plain() {
      return switch (in[at]) {
        case '"', '+', ';', '<', '>', 0 -> -1;
        default -> in[at] & 0xff;
      };
    }

    /** Goes on to the escape's last octet. */
    private int escaped() {
      if (at + 1 < in.length && " \"#+,;<=>\\".indexOf(in[at + 1]) >= 0) {
        at++;
        return in[at] & 0xff;
      }
      int high = at + 2 < in.length ? Character.digit(in[at + 1], 16) : -1;
      int low = high < 0 ? -1 : Character.digit(in[at + 2], 16);
      if (low < 0) {
        return -1;
      }
      at += 2;
      return high << 4 | low;
    }

    private static Optional<String> decode(ByteBuffer octets) {
      try {
        return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(octets).toString());
      } catch (CharacterCodingException e) {
        return Optional.empty();
      }
    }
  }
}
