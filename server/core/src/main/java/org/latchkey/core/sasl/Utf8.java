// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.sasl;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Strict UTF-8 (RFC 3629): what is malformed is refused, never replaced. */
final class Utf8 {
  private Utf8() {}

  static Optional<String> decode(byte[] octets, int from, int to) {
    try {
      ByteBuffer part = ByteBuffer.wrap(octets, from, to - from);
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(part).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
