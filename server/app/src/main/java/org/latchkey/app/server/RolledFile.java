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
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of lines for its owner alone, which makes way for a new one before it grows too large or
 * spans too long a time. Older ones are named by their age: {@code .1} is the latest. It holds
 * whole lines, whatever failed before. Belongs to one thread.
 */
final class RolledFile implements AuditFile.Output {
  /** How many files there are at least in the time that lines are kept. */
  private static final int SPANS = 12;

  private static final Duration PRUNED_EVERY = Duration.ofHours(1);

  private static final Logger log = LoggerFactory.getLogger(RolledFile.class);

  private final Path path;
  private final Bounds bounds;
  private final InstantSource clock;
  private FileChannel channel;
  private boolean midLine;
  private Instant began;
  private Instant pruned = Instant.EPOCH;

  /**
   * What it may grow to.
   *
   * @param mostBytes how large a file gets; what is appended at once may alone be larger
   * @param files how many there are at most, the present one included, at least 2
   * @param keep how long lines are kept at most, where that has an end
   */
  record Bounds(long mostBytes, int files, Optional<Duration> keep) {
    private static final long FILE_BYTES = 32L << 20;

    /** Those of so many octets in all. */
    static Bounds of(long bytesInAll, Optional<Duration> keep) {
      int files = (int) Math.max(4, bytesInAll / FILE_BYTES);
      return new Bounds(bytesInAll / files, files, keep);
    }
  }

  private RolledFile(Path path, Bounds bounds, InstantSource clock, FileChannel channel)
      throws IOException {
    this.path = path;
    this.bounds = bounds;
    this.clock = clock;
    this.channel = channel;
    this.midLine = endsInMidLine(path);
    this.began = channel.size() == 0 ? clock.instant() : AuditTime.ofFirstLine(path);
  }

  /** Opens the file to write on at its end, or makes it. */
  static RolledFile open(Path path, Bounds bounds, InstantSource clock) throws IOException {
    FileChannel channel = channel(path);
    try {
      return new RolledFile(path, bounds, clock, channel);
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
    Instant now = clock.instant();
    if (size > 0 && (size + lines.length > bounds.mostBytes() || spansTooLong(now))) {
      roll();
      began = now;
    }
    if (Duration.between(pruned, now).compareTo(PRUNED_EVERY) > 0) {
      prune(now);
      pruned = now;
    }
    writeWhole(lines);
  }

  private boolean spansTooLong(Instant now) {
    return bounds.keep().isPresent()
        && Duration.between(began, now).compareTo(bounds.keep().get().dividedBy(SPANS)) > 0;
  }

  /** Deletes the files whose last line is older than lines are kept. */
  private void prune(Instant now) throws IOException {
    if (bounds.keep().isEmpty()) {
      return;
    }
    for (int age = 1; Files.exists(aged(age)); age++) {
      Instant last = Files.getLastModifiedTime(aged(age)).toInstant();
      if (last.isBefore(now.minus(bounds.keep().get()))) {
        log.info("event=audit-file-too-old file={}", aged(age).getFileName());
        Files.delete(aged(age));
      }
    }
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
    Path last = aged(bounds.files() - 1);
    if (bounds.keep().isPresent() && Files.isRegularFile(last)) {
      log.warn(
          "event=audit-file-full file={} reason=\"raise its most octets\"", last.getFileName());
    }
    for (int age = bounds.files() - 2; age > 0; age--) {
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
