// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.lmdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.lmdbjava.Dbi;
import org.lmdbjava.DbiFlags;
import org.lmdbjava.Env;
import org.lmdbjava.EnvFlags;
import org.lmdbjava.Txn;

/**
 * One LMDB file with its maps. One writer at a time; readers never block and never are blocked. A
 * commit returns when it is on disk. Opened once in a process.
 */
public final class LmdbEnvironment implements AutoCloseable {
  /** The longest key, in octets. */
  public static final int MAX_KEY_BYTES = 511;

  private static final int MOST_READERS = 1024;

  private final Env<ByteBuffer> env;
  private final Map<LmdbMap, Dbi<ByteBuffer>> maps = new EnumMap<>(LmdbMap.class);
  private final Queue<Buffers> spareBuffers = new ConcurrentLinkedQueue<>();

  /** How much a commit waits for. */
  public enum Durability {
    /** Until the change is on disk. */
    EACH_COMMIT,
    /** For nothing: {@link #sync} does, once, after a bulk load that would be done again anyway. */
    ON_SYNC
  }

  /**
   * Opens the environment in a folder, and makes it there when it is empty.
   *
   * @param mapSizeBytes the most it can hold; address space, not memory
   * @throws IOException when the folder can't be made or the file can't be opened
   */
  public LmdbEnvironment(Path folder, long mapSizeBytes, Durability durability) throws IOException {
    Files.createDirectories(folder);
    try {
      Env.Builder<ByteBuffer> builder =
          Env.create()
              .setMapSize(mapSizeBytes)
              .setMaxDbs(LmdbMap.values().length)
              .setMaxReaders(MOST_READERS);
      env =
          durability == Durability.EACH_COMMIT
              ? builder.open(folder.toFile(), 0600, EnvFlags.MDB_NOTLS)
              : builder.open(folder.toFile(), 0600, EnvFlags.MDB_NOTLS, EnvFlags.MDB_NOSYNC);
      for (LmdbMap map : LmdbMap.values()) {
        maps.put(map, env.openDbi(map.id(), DbiFlags.MDB_CREATE));
      }
    } catch (RuntimeException e) {
      throw new IOException("the database in " + folder + " can't be opened: " + e.getMessage(), e);
    }
  }

  /** A snapshot to read from, which the caller closes. It may move between threads. */
  public LmdbTransaction read() {
    return transaction(env.txnRead());
  }

  /**
   * Waits for the writer's place and takes it. The thread that took it gives it back: a platform
   * thread, since a virtual one may move to another between the two.
   */
  public LmdbTransaction write() {
    return transaction(env.txnWrite());
  }

  private LmdbTransaction transaction(Txn<ByteBuffer> txn) {
    return new LmdbTransaction(txn, maps, spareBuffers);
  }

  /** Waits until everything committed is on disk. */
  public void sync() {
    env.sync(true);
  }

  @Override
  public void close() {
    env.close();
  }
}
