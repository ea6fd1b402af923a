// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.ldap.schema;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.latchkey.adapters.ldap.schema.DistinguishedName.Ava;
import org.latchkey.adapters.ldap.schema.DistinguishedName.Rdn;
import org.latchkey.core.ldapguard.BerReader;
import org.latchkey.core.ldapguard.MalformedPduException;

/**
 * Reads a DN's octets from left to right, strictly by RFC 4514 §3; spaces around the separators are
 * passed over, as RFC 2253 clients send them. Time and memory are linear in its length. Belongs to
 * one thread.
 */
final class DistinguishedNameParser {
  private static final Pattern TYPE =
      Pattern.compile("[A-Za-z][A-Za-z0-9-]*|(0|[1-9][0-9]*)(\\.(0|[1-9][0-9]*))+");

  /** The tags of BER strings whose octets are the value: octet, UTF-8, printable, IA5. */
  private static final Set<Integer> TEXT_TAGS = Set.of(0x04, 0x0c, 0x13, 0x16);

  private final byte[] in;
  private int at;

  DistinguishedNameParser(byte[] in) {
    this.in = in;
  }

  /** The RDNs; empty when they are malformed. */
  Optional<List<Rdn>> parse() {
    List<Rdn> rdns = new ArrayList<>(8);
    skipSpaces();
    if (atEnd()) {
      return Optional.of(rdns);
    }
    do {
      List<Ava> avas = new ArrayList<>(1);
      do {
        Optional<Ava> ava = ava();
        if (ava.isEmpty()) {
          return Optional.empty();
        }
        avas.add(ava.get());
      } while (separator('+'));
      rdns.add(new Rdn(avas));
    } while (separator(','));
    return atEnd() ? Optional.of(rdns) : Optional.empty();
  }

  private boolean atEnd() {
    return at == in.length;
  }

  private void skipSpaces() {
    while (at < in.length && in[at] == ' ') {
      at++;
    }
  }

  private boolean separator(char wanted) {
    if (at < in.length && in[at] == wanted) {
      at++;
      return true;
    }
    return false;
  }

  private Optional<Ava> ava() {
    skipSpaces();
    int start = at;
    while (at < in.length && in[at] != '=' && in[at] != ' ') {
      at++;
    }
    String type = new String(in, start, at - start, StandardCharsets.ISO_8859_1);
    skipSpaces();
    if (!TYPE.matcher(type).matches() || atEnd() || in[at++] != '=') {
      return Optional.empty();
    }
    skipSpaces();
    Optional<String> value = !atEnd() && in[at] == '#' ? hexValue() : stringValue();
    return value.map(text -> new Ava(type, text));
  }

  /** A string, up to the next separator. */
  private Optional<String> stringValue() {
    ByteBuffer value = ByteBuffer.allocate(in.length - at);
    int length = 0;
    while (at < in.length && in[at] != ',' && in[at] != '+') {
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
      case '"', ';', '<', '>', 0 -> -1;
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

  /** A value in BER; one that is no text stays as it is written, and is equal to no other. */
  private Optional<String> hexValue() {
    int start = ++at;
    while (at < in.length && Character.digit(in[at], 16) >= 0) {
      at++;
    }
    String digits = new String(in, start, at - start, StandardCharsets.US_ASCII);
    skipSpaces();
    boolean ends = atEnd() || in[at] == ',' || in[at] == '+';
    if (!ends || digits.isEmpty() || digits.length() % 2 != 0) {
      return Optional.empty();
    }
    try {
      BerReader ber = BerReader.over(ByteBuffer.wrap(HexFormat.of().parseHex(digits)));
      boolean text = TEXT_TAGS.contains(ber.next());
      if (ber.hasNext()) {
        return Optional.empty();
      }
      return text ? decode(ByteBuffer.wrap(ber.octets())) : Optional.of("#" + digits);
    } catch (MalformedPduException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> decode(ByteBuffer octets) {
    try {
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(octets).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
