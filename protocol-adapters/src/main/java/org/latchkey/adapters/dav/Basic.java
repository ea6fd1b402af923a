// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.latchkey.core.password.Secret;

/** What a request's {@code Authorization} fields come to: the Basic scheme of RFC 7617. */
sealed interface Basic {
  /** Longer than any name and app password; nothing beyond it is decoded. */
  int MAX_FIELD = 2048;

  /** No credentials: a client's first, unauthenticated request. */
  record Absent() implements Basic {}

  /** Credentials that can be nobody's, or of another scheme. */
  record Unusable() implements Basic {}

  /** No such field can come from a client in working order: too long, or several. */
  record Malformed() implements Basic {}

  /** These are to be checked. Whoever takes them closes the secret. */
  record Credentials(String name, Secret secret) implements Basic {}

  /** Reads the values of all {@code Authorization} fields of a request. */
  static Basic of(List<String> fields) {
    if (fields.isEmpty()) {
      return new Absent();
    }
    String field = fields.getFirst();
    if (fields.size() > 1 || field.length() > MAX_FIELD) {
      return new Malformed();
    }
    if (!field.regionMatches(true, 0, "Basic ", 0, 6)) {
      return new Unusable();
    }
    try {
      byte[] pair = Base64.getDecoder().decode(field.substring(6).strip());
      try {
        return credentials(pair);
      } finally {
        Arrays.fill(pair, (byte) 0);
      }
    } catch (IllegalArgumentException notBase64) {
      return new Unusable();
    }
  }

  private static Basic credentials(byte[] pair) {
    int colon = 0;
    while (colon < pair.length && pair[colon] != ':') {
      colon++;
    }
    if (colon == 0 || colon >= pair.length - 1) {
      return new Unusable();
    }
    byte[] password = Arrays.copyOfRange(pair, colon + 1, pair.length);
    return name(pair, colon)
        .<Basic>map(name -> new Credentials(name, Secret.takeOver(inUtf8(password))))
        .orElseGet(Unusable::new);
  }

  /**
   * RFC 7617 §2: a user-id holds no control characters. Clients that were made before it was UTF-8
   * send ISO-8859-1.
   */
  private static Optional<String> name(byte[] pair, int length) {
    String name;
    try {
      ByteBuffer octets = ByteBuffer.wrap(pair, 0, length);
      name = StandardCharsets.UTF_8.newDecoder().decode(octets).toString();
    } catch (CharacterCodingException older) {
      name = new String(pair, 0, length, StandardCharsets.ISO_8859_1);
    }
    return name.chars().anyMatch(Character::isISOControl) ? Optional.empty() : Optional.of(name);
  }

  /** The same octets, or the same text where they were ISO-8859-1. */
  private static byte[] inUtf8(byte[] password) {
    try {
      CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(password));
      Arrays.fill(text.array(), '\0');
      return password;
    } catch (CharacterCodingException older) {
      byte[] longer = new byte[2 * password.length];
      int length = 0;
      for (byte octet : password) {
        if (octet < 0) {
          longer[length++] = (byte) (0xc0 | ((octet & 0xff) >> 6));
          longer[length++] = (byte) (0x80 | (octet & 0x3f));
        } else {
          longer[length++] = octet;
        }
      }
      byte[] exact = Arrays.copyOf(longer, length);
      Arrays.fill(longer, (byte) 0);
      Arrays.fill(password, (byte) 0);
      return exact;
    }
  }
}
