// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.lmdb;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.CursorIterable;
import org.lmdbjava.Dbi;
import org.lmdbjava.KeyRange;
import org.lmdbjava.Txn;

/** A view of all maps at one version. Closing it without a commit drops what it wrote. */
public final class LmdbTransaction implements AutoCloseable {
  private final Txn<ByteBuffer> txn;
  private final Map<LmdbMap, Dbi<ByteBuffer>> maps;
  private final Queue<Buffers> spareBuffers;
  private final Buffers buffers;
  private boolean ended;

  LmdbTransaction(
      Txn<ByteBuffer> txn, Map<LmdbMap, Dbi<ByteBuffer>> maps, Queue<Buffers> spareBuffers) {
    this.txn = txn;
    this.maps = maps;
    this.spareBuffers = spareBuffers;
    Buffers spare = spareBuffers.poll();
    buffers = spare == null ? new Buffers() : spare;
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
    ByteBuffer value = dbi(map).get(txn, buffers.key(key));
    return value == null ? null : octets(value);
  }

  public void put(LmdbMap map, byte[] key, byte[] value) {
    dbi(map).put(txn, buffers.key(key), buffers.value(value));
  }

  public void delete(LmdbMap map, byte[] key) {
    dbi(map).delete(txn, buffers.key(key));
  }

  /**
   * Visits every entry whose key begins with these octets; none means every entry. The visitor may
   * read, but start no other scan.
   */
  public void scan(LmdbMap map, byte[] prefix, Visitor visitor) {
    KeyRange<ByteBuffer> range =
        prefix.length == 0 ? KeyRange.all() : KeyRange.atLeast(buffers.prefix(prefix));
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
    try {
      txn.commit();
    } finally {
      close();
    }
  }

  @Override
  public void close() {
    if (!ended) {
      ended = true;
      txn.close();
      spareBuffers.add(buffers);
    }
  }

  private Dbi<ByteBuffer> dbi(LmdbMap map) {
    Dbi<ByteBuffer> dbi = maps.get(map);
    if (dbi == null) {
      throw new IllegalStateException("no map " + map);
    }
    return dbi;
  }

  private static byte[] octets(ByteBuffer buffer) {
    byte[] octets = new byte[buffer.remaining()];
    buffer.get(buffer.position(), octets);
    return octets;
  }

  private static boolean startsWith(byte[] key, byte[] prefix) {
    return key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }
}
