// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.lmdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The file of an LMDB environment, as it is before LMDB maps it. LMDB itself takes an empty file
 * for a new one, and a page that should be in the file and isn't ends the process (SIGBUS).
 *
 * <p>The two meta pages, the first in the file, name the last page in use. A sound file may all the
 * same be shorter: a page that is taken and given back in one transaction is never written. So a
 * short one is {@linkplain #lengthen lengthened} by zeros, which LMDB reports where it meets them,
 * and then all of it has to be read once.
 */
final class DataFile {
  private static final int MAGIC = 0xBEEFC0DE;
  private static final int VERSION = 1;
  private static final int LEAST_PAGE_BYTES = 512;
  private static final int MOST_PAGE_BYTES = 65_536;

  private final Path path;
  private final long length;
  private final long wanted;

  private DataFile(Path path, long length, long wanted) {
    this.path = path;
    this.length = length;
    this.wanted = wanted;
  }

  /**
   * A meta page: struct MDB_meta of LMDB 0.9 behind a page's header of 16 octets, in C's layout.
   */
  private record Meta(int pageBytes, long lastPage, long transaction) {
    static final int BYTES = 152;

    static Meta read(FileChannel file, long at) throws IOException {
      ByteBuffer page = ByteBuffer.allocate(BYTES).order(ByteOrder.nativeOrder());
      while (page.hasRemaining() && file.read(page, at + page.position()) >= 0) {}
      if (page.hasRemaining()) {
        throw new IOException("it ends within its first pages");
      }
      Meta meta = new Meta(page.getInt(40), page.getLong(136), page.getLong(144));
      if (page.getInt(16) != MAGIC || page.getInt(20) != VERSION || !meta.isSound()) {
        throw new IOException("its first pages aren't a database's");
      }
      return meta;
    }

    private boolean isSound() {
      return pageBytes >= LEAST_PAGE_BYTES
          && pageBytes <= MOST_PAGE_BYTES
          && Integer.bitCount(pageBytes) == 1
          && lastPage >= 0
          && lastPage < Long.MAX_VALUE / MOST_PAGE_BYTES;
    }

    long fileBytes() {
      return (lastPage + 1) * pageBytes;
    }
  }

  /**
   * Looks at a file; one that isn't there is a new environment.
   *
   * @throws IOException when it can't be an environment's
   */
  static DataFile at(Path path) throws IOException {
    if (!Files.exists(path)) {
      return new DataFile(path, 0, 0);
    }
    try (FileChannel file = FileChannel.open(path)) {
      if (file.size() == 0) {
        throw new IOException("it is empty");
      }
      Meta first = Meta.read(file, 0);
      Meta second = Meta.read(file, first.pageBytes());
      Meta newest = second.transaction() > first.transaction() ? second : first;
      return new DataFile(path, file.size(), newest.fileBytes());
    }
  }

  /** Whether pages at its end are missing. */
  boolean isShort() {
    return length < wanted;
  }

  /** Makes a short one as long as it should be. */
  void lengthen() throws IOException {
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
      int written = file.write(ByteBuffer.allocate(1), wanted - 1);
      if (written != 1) {
        throw new IOException("it can't be lengthened");
      }
    }
  }

  /** Undoes {@link #lengthen}, so that the damage is seen the next time too. */
  void shorten() throws IOException {
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
      file.truncate(length);
    }
  }
}
