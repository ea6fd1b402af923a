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

  /** A cache line for each reader, and the header. */
  private static final int LOCK_FILE_BYTES = (MOST_READERS + 64) * 64;

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
    DataFile file = sound(folder);
    if (file.isShort()) {
      file.lengthen();
    }
    env = opened(folder, mapSizeBytes, durability);
    try {
      for (LmdbMap map : LmdbMap.values()) {
        maps.put(map, env.openDbi(map.id(), DbiFlags.MDB_CREATE));
      }
      if (file.isShort()) {
        demandWhole();
      }
    } catch (RuntimeException e) {
      env.close();
      if (file.isShort()) {
        file.shorten();
      }
      throw broken(folder, e);
    }
  }

  private static DataFile sound(Path folder) throws IOException {
    try {
      return DataFile.at(folder.resolve("data.mdb"));
    } catch (IOException e) {
      throw broken(folder, e);
    }
  }

  private static Env<ByteBuffer> opened(Path folder, long mapSizeBytes, Durability durability)
      throws IOException {
    makeLockFile(folder.resolve("lock.mdb"));
    try {
      Env.Builder<ByteBuffer> builder =
          Env.create()
              .setMapSize(mapSizeBytes)
              .setMaxDbs(LmdbMap.values().length)
              .setMaxReaders(MOST_READERS);
      return durability == Durability.EACH_COMMIT
          ? builder.open(folder.toFile(), 0600, EnvFlags.MDB_NOTLS)
          : builder.open(folder.toFile(), 0600, EnvFlags.MDB_NOTLS, EnvFlags.MDB_NOSYNC);
    } catch (RuntimeException e) {
      throw broken(folder, e);
    }
  }

  /**
   * Makes a new lock file with all its octets on disk. LMDB would leave holes in it, and filling
   * one through its mapping on a full disk ends the process.
   */
  private static void makeLockFile(Path lock) throws IOException {
    if (!Files.exists(lock)) {
      Files.write(lock, new byte[LOCK_FILE_BYTES]);
    }
  }

  private static IOException broken(Path folder, Exception e) {
    return new IOException(
        "the database "
            + folder.resolve("data.mdb")
            + " can't be opened: "
            + e.getMessage()
            + "; if it is damaged, restore it from a backup",
        e);
  }

  /** Reads everything, and takes a free page: throws where a page is lost. */
  private void demandWhole() {
    try (LmdbTransaction txn = write()) {
      for (LmdbMap map : LmdbMap.values()) {
        txn.scan(
            map,
            new byte[0],
            (key, value) -> {
              if (key.length == 0 || isLost(value)) {
                throw new IllegalStateException("a part of it is missing");
              }
              return true;
            });
      }
      txn.put(LmdbMap.META, new byte[1], new byte[1]);
    }
  }

  /** No value of ours ends in so many zeros; one whose pages are missing does. */
  private static boolean isLost(byte[] value) {
    int end = Math.max(0, value.length - 16);
    for (int i = end; i < value.length; i++) {
      if (value[i] != 0) {
        return false;
      }
    }
    return true;
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
    if (Thread.currentThread().isVirtual()) {
      throw new IllegalStateException("a virtual thread can't hold the place of LMDB's writer");
    }
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
