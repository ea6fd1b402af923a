// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.ldapguard;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** BER for tests, written by hand so that it can also be wrong. */
final class Ber {
  private Ber() {}

  static byte[] element(int tag, byte[]... values) {
    byte[] value = join(values);
    int length = value.length;
    byte[] header =
        length < 0x80
            ? bytes(tag, length)
            : length < 0x10000
                ? bytes(tag, 0x82, length >> 8, length)
                : bytes(tag, 0x84, length >> 24, length >> 16, length >> 8, length);
    return join(header, value);
  }

  static byte[] text(int tag, String value) {
    return element(tag, value.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] text(String value) {
    return text(0x04, value);
  }

  static byte[] message(int id, byte[]... parts) {
    return element(0x30, bytes(0x02, 0x04, id >> 24, id >> 16, id >> 8, id), join(parts));
  }

  static byte[] bind(String dn, String password) {
    return element(0x60, bytes(0x02, 0x01, 0x03), text(dn), text(0x80, password));
  }

  static byte[] search(String base, byte[] filter) {
    return element(
        0x63,
        text(base),
        bytes(0x0a, 1, 2, 0x0a, 1, 0, 0x02, 1, 0, 0x02, 1, 0, 0x01, 1, 0),
        filter,
        element(0x30, text("cn")));
  }

  static byte[] control(String oid, boolean critical) {
    return critical
        ? element(0x30, text(oid), bytes(0x01, 0x01, 0xff))
        : element(0x30, text(oid), text("value"));
  }

  static byte[] controls(byte[]... controls) {
    return element(0xa0, controls);
  }

  static byte[] nested(int tag, int times, byte[] inner) {
    byte[] around = inner;
    for (int i = 0; i < times; i++) {
      around = element(tag, around);
    }
    return around;
  }

  static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  static ByteBuffer buffer(byte[] octets) {
    return ByteBuffer.wrap(octets);
  }
}
