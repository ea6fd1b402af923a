// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A file of lines for its owner alone, which makes way for a new one before it grows too large.
 * Older ones are named by their age: {@code .1} is the latest. It holds whole lines, whatever
 * failed before. Belongs to one thread.
 */
final class RolledFile implements AuditFile.Output {
  /** How large a file gets, in octets. */
  static final long MOST_BYTES = 32L << 20;

  /** How many files there are at most, the present one included. */
  static final int KEPT = 10;

  private final Path path;
  private final long mostBytes;
  private FileChannel channel;
  private boolean midLine;

  private RolledFile(Path path, long mostBytes, FileChannel channel) throws IOException {
    this.path = path;
    this.mostBytes = mostBytes;
    this.channel = channel;
    this.midLine = endsInMidLine(path);
  }

  /**
   * Opens the file to write on at its end, or makes it.
   *
   * @param mostBytes how large a file gets; what is appended at once may alone be larger
   */
  static RolledFile open(Path path, long mostBytes) throws IOException {
    FileChannel channel = channel(path);
    try {
      return new RolledFile(path, mostBytes, channel);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static FileChannel channel(Path path) throws IOException {
    return FileChannel.open(
        path,
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  /** After a crash it may. */
  private static boolean endsInMidLine(Path path) throws IOException {
    try (FileChannel file = FileChannel.open(path)) {
      ByteBuffer last = ByteBuffer.allocate(1);
      return file.size() > 0 && file.read(last, file.size() - 1) == 1 && last.get(0) != '\n';
    }
  }

  /**
   * Writes lines, each with its end, all or none of them.
   *
   * @throws IOException when they can't be; they may be given again
   */
  @Override
  public void append(byte[] lines) throws IOException {
    if (!channel.isOpen()) {
      channel = channel(path);
    }
    long size = channel.size();
    if (size > 0 && size + lines.length > mostBytes) {
      roll();
    }
    writeWhole(lines);
  }

  private void writeWhole(byte[] lines) throws IOException {
    ByteBuffer octets = ByteBuffer.allocate(1 + lines.length);
    if (midLine) {
      octets.put((byte) '\n');
    }
    octets.put(lines).flip();
    long size = channel.size();
    try {
      while (octets.hasRemaining()) {
        channel.write(octets);
      }
      midLine = false;
    } catch (IOException e) {
      channel.truncate(size);
      throw e;
    }
  }

  private void roll() throws IOException {
    channel.close();
    for (int age = KEPT - 2; age > 0; age--) {
      if (Files.exists(aged(age))) {
        Files.move(aged(age), aged(age + 1), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Files.move(path, aged(1), StandardCopyOption.REPLACE_EXISTING);
    channel = channel(path);
    midLine = false;
  }

  private Path aged(int age) {
    return path.resolveSibling(path.getFileName() + "." + age);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
