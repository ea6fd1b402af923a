// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.partition;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** The keys of the entry tree's maps; long names and values are hashed to fit. */
final class Keys {
  /** The first id that an ordinary entry gets. */
  static final long FIRST = 2;

  /** The id of the partition's suffix. */
  static final long SUFFIX = 1;

  /** The id above the suffix, which no entry has. */
  static final long ABOVE = 0;

  /** Where the next id is kept. */
  static final byte[] NEXT_ID = "next".getBytes(StandardCharsets.US_ASCII);

  /** Where it is kept that the references of all entries are indexed. */
  static final byte[] REFERENCES = "references".getBytes(StandardCharsets.US_ASCII);

  private static final int MAX_NAME = 400;

  private Keys() {}

  static byte[] id(long id) {
    return ByteBuffer.allocate(Long.BYTES).putLong(id).array();
  }

  static long id(byte[] key) {
    return ByteBuffer.wrap(key).getLong();
  }

  /** The key of a child in the tree. */
  static byte[] child(long parent, String normalisedRdn) {
    byte[] name = fitted(normalisedRdn.getBytes(StandardCharsets.UTF_8));
    return ByteBuffer.allocate(Long.BYTES + name.length).putLong(parent).put(name).array();
  }

  /** What every index key of this attribute and value begins with. */
  static byte[] indexed(String oid, byte[] normalisedValue) {
    byte[] attribute = oid.getBytes(StandardCharsets.US_ASCII);
    byte[] value = fitted(normalisedValue);
    // The value's length goes first: no value can be taken for the beginning of another.
    return ByteBuffer.allocate(attribute.length + 3 + value.length)
        .put(attribute)
        .put((byte) 0)
        .putShort((short) value.length)
        .put(value)
        .array();
  }

  static byte[] indexed(byte[] prefix, long id) {
    return ByteBuffer.allocate(prefix.length + Long.BYTES).put(prefix).putLong(id).array();
  }

  /** The id at the end of an index key. */
  static long indexedId(byte[] key) {
    return ByteBuffer.wrap(key, key.length - Long.BYTES, Long.BYTES).getLong();
  }

  private static byte[] fitted(byte[] name) {
    if (name.length <= MAX_NAME) {
      return name;
    }
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(name);
      byte[] fitted = Arrays.copyOf(name, MAX_NAME + hash.length);
      System.arraycopy(hash, 0, fitted, MAX_NAME, hash.length);
      return fitted;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }
}
