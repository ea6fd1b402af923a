// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.ldap;

import java.nio.charset.StandardCharsets;

/** BER as LDAP narrows it (RFC 4511 §5.1), made of finished elements; lengths are the shortest. */
final class BerWriter {
  private BerWriter() {}

  /** An element around others. */
  static byte[] element(int tag, byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    int at = 1 + lengthOctets(length);
    byte[] element = new byte[at + length];
    element[0] = (byte) tag;
    writeLength(element, length);
    for (byte[] part : parts) {
      System.arraycopy(part, 0, element, at, part.length);
      at += part.length;
    }
    return element;
  }

  /** A string in UTF-8. */
  static byte[] text(int tag, String text) {
    return element(tag, text.getBytes(StandardCharsets.UTF_8));
  }

  /** A number that isn't negative. */
  static byte[] number(int tag, int number) {
    int octets = numberOctets(number);
    byte[] element = new byte[2 + octets];
    element[0] = (byte) tag;
    element[1] = (byte) octets;
    for (int i = 0; i < octets; i++) {
      element[2 + i] = (byte) (number >> (8 * (octets - 1 - i)));
    }
    return element;
  }

  /** How many octets a number takes that isn't negative, its sign bit included. */
  static int numberOctets(int number) {
    return 1 + (Integer.SIZE - Integer.numberOfLeadingZeros(number)) / Byte.SIZE;
  }

  /** How many octets the length itself takes. */
  static int lengthOctets(int length) {
    return length < 0x80 ? 1 : length < 0x100 ? 2 : length < 0x10000 ? 3 : 5;
  }

  private static void writeLength(byte[] element, int length) {
    int octets = lengthOctets(length) - 1;
    if (octets == 0) {
      element[1] = (byte) length;
      return;
    }
    element[1] = (byte) (0x80 | octets);
    for (int i = 0; i < octets; i++) {
      element[2 + i] = (byte) (length >> (8 * (octets - 1 - i)));
    }
  }
}
