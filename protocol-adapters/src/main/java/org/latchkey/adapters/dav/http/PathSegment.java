// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/** One segment of a path, percent-encoded as RFC 3986 §2.1 has it, in UTF-8. */
public final class PathSegment {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private PathSegment() {}

  /** What the segment says; empty for an empty, a dotted or a malformed one. */
  public static Optional<String> decode(String segment) {
    if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
      return Optional.empty();
    }
    return segment.indexOf('%') < 0 && isAscii(segment) ? Optional.of(segment) : unescape(segment);
  }

  private static boolean isAscii(String segment) {
    for (int i = 0; i < segment.length(); i++) {
      if (segment.charAt(i) <= ' ' || segment.charAt(i) >= 0x7f) {
        return false;
      }
    }
    return true;
  }

  private static Optional<String> unescape(String segment) {
    ByteBuffer octets = ByteBuffer.allocate(segment.length());
    for (int i = 0; i < segment.length(); i++) {
      char c = segment.charAt(i);
      if (c != '%' && c > ' ' && c < 0x7f) {
        octets.put((byte) c);
      } else if (c == '%' && isHex(segment, i + 1) && isHex(segment, i + 2)) {
        octets.put((byte) HexFormat.fromHexDigits(segment, i + 1, i + 3));
        i += 2;
      } else {
        return Optional.empty();
      }
    }
    try {
      String decoded = StandardCharsets.UTF_8.newDecoder().decode(octets.flip()).toString();
      return decoded.equals(".") || decoded.equals("..") ? Optional.empty() : Optional.of(decoded);
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static boolean isHex(String text, int at) {
    return at < text.length() && HexFormat.isHexDigit(text.charAt(at));
  }

  /** The segment that says this; safe in XML too. */
  public static String encode(String text) {
    StringBuilder encoded = new StringBuilder(text.length() + 8);
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      if (isPlain(octet)) {
        encoded.append((char) octet);
      } else {
        encoded.append('%').append(HEX.toHexDigits(octet));
      }
    }
    return encoded.toString();
  }

  private static boolean isPlain(byte octet) {
    return (octet >= 'a' && octet <= 'z')
        || (octet >= 'A' && octet <= 'Z')
        || (octet >= '0' && octet <= '9')
        || "-._~@".indexOf(octet) >= 0;
  }
}
