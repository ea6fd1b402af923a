// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.lmdb;

import java.nio.ByteBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.CursorIterable;
import org.lmdbjava.Dbi;
import org.lmdbjava.KeyRange;
import org.lmdbjava.Txn;

/** A view of all maps at one version. Closing it without a commit drops what it wrote. */
public final class LmdbTransaction implements AutoCloseable {
  private final Txn<ByteBuffer> txn;
  private final Map<LmdbMap, Dbi<ByteBuffer>> maps;
  private final ByteBuffer keyBuffer = ByteBuffer.allocateDirect(LmdbEnvironment.MAX_KEY_BYTES);

  LmdbTransaction(Txn<ByteBuffer> txn, Map<LmdbMap, Dbi<ByteBuffer>> maps) {
    this.txn = txn;
    this.maps = maps;
  }

  /** Sees the entries of a scan, in the order of their keys. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * @return whether to go on
     */
    boolean visit(byte[] key, byte[] value);
  }

  /** The version read; for a writer, the one that its commit makes. */
  public long version() {
    return txn.getId();
  }

  public byte @Nullable [] get(LmdbMap map, byte[] key) {
    ByteBuffer value = dbi(map).get(txn, key(key));
    return value == null ? null : octets(value);
  }

  public void put(LmdbMap map, byte[] key, byte[] value) {
    dbi(map).put(txn, key(key), direct(value));
  }

  public void delete(LmdbMap map, byte[] key) {
    dbi(map).delete(txn, key(key));
  }

  /** Visits every entry whose key begins with these octets; none means every entry. */
  public void scan(LmdbMap map, byte[] prefix, Visitor visitor) {
    KeyRange<ByteBuffer> range =
        prefix.length == 0 ? KeyRange.all() : KeyRange.atLeast(direct(prefix));
    try (CursorIterable<ByteBuffer> entries = dbi(map).iterate(txn, range)) {
      for (CursorIterable.KeyVal<ByteBuffer> entry : entries) {
        byte[] key = octets(entry.key());
        if (!startsWith(key, prefix) || !visitor.visit(key, octets(entry.val()))) {
          return;
        }
      }
    }
  }

  /** How many entries a map has. */
  public long size(LmdbMap map) {
    return dbi(map).stat(txn).entries;
  }

  /** Returns when the change is on disk. The transaction is over, whether or not this throws. */
  public void commit() {
    try (txn) {
      txn.commit();
    }
  }

  @Override
  public void close() {
    txn.close();
  }

  private Dbi<ByteBuffer> dbi(LmdbMap map) {
    Dbi<ByteBuffer> dbi = maps.get(map);
    if (dbi == null) {
      throw new IllegalStateException("no map " + map);
    }
    return dbi;
  }

  private ByteBuffer key(byte[] key) {
    return keyBuffer.clear().put(key).flip();
  }

  private static ByteBuffer direct(byte[] octets) {
    return ByteBuffer.allocateDirect(Math.max(1, octets.length)).put(octets).flip();
  }

  private static byte[] octets(ByteBuffer buffer) {
    byte[] octets = new byte[buffer.remaining()];
    buffer.get(buffer.position(), octets);
    return octets;
  }

  private static boolean startsWith(byte[] key, byte[] prefix) {
    return key.length >= prefix.length
        && java.util.Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }
}
