// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.password;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * A password on its way through the server. It never prints, and closing it wipes it; whoever makes
 * one, or is handed one, closes it. Belongs to one thread at a time.
 */
public final class Secret implements AutoCloseable {
  private final byte[] bytes;

  private Secret(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Takes the bytes over: the caller keeps no reference to them. */
  public static Secret takeOver(byte[] bytes) {
    return new Secret(bytes);
  }

  /** A secret of its own from characters that the caller wipes. */
  public static Secret ofChars(char[] chars) {
    byte[] room = new byte[3 * chars.length];
    ByteBuffer encoded = ByteBuffer.wrap(room);
    StandardCharsets.UTF_8
        .newEncoder()
        .onMalformedInput(CodingErrorAction.REPLACE)
        .encode(CharBuffer.wrap(chars), encoded, true);
    byte[] bytes = Arrays.copyOf(room, encoded.position());
    Arrays.fill(room, (byte) 0);
    return new Secret(bytes);
  }

  /** How many octets it has. */
  public int length() {
    return bytes.length;
  }

  /** The octets themselves, not a copy: not to be kept or changed. */
  public byte[] octets() {
    return bytes;
  }

  /** The characters, which the caller wipes; empty when the octets aren't well-formed UTF-8. */
  public Optional<char[]> chars() {
    char[] room = new char[bytes.length];
    CharBuffer decoded = CharBuffer.wrap(room);
    try {
      CoderResult result =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes), decoded, true);
      return result.isUnderflow()
          ? Optional.of(Arrays.copyOf(room, decoded.position()))
          : Optional.empty();
    } finally {
      Arrays.fill(room, '\0');
    }
  }

  @Override
  public void close() {
    Arrays.fill(bytes, (byte) 0);
  }

  @Override
  public String toString() {
    return "Secret[hidden]";
  }
}
