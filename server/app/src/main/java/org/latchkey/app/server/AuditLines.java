// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a file of the audit and of all its older ones, the oldest first, while a server may
 * be writing on. Belongs to one thread.
 */
public final class AuditLines implements AutoCloseable {
  private static final int MOST_FILES = 100_000;

  private final Deque<FileChannel> files = new ArrayDeque<>();
  private @Nullable BufferedReader reading;

  private AuditLines() {}

  /**
   * Opens them.
   *
   * @param file the present one, which need not be there
   * @throws IOException when one can't be read
   */
  public static AuditLines open(Path file) throws IOException {
    AuditLines lines = new AuditLines();
    try {
      lines.openAll(file);
      return lines;
    } catch (IOException e) {
      lines.close();
      throw e;
    }
  }

  /** The newest first: where files are renamed meanwhile, one is met twice, and none is missed. */
  private void openAll(Path file) throws IOException {
    Set<Object> seen = new HashSet<>();
    for (int age = 0; age < MOST_FILES; age++) {
      Path each = age == 0 ? file : file.resolveSibling(file.getFileName() + "." + age);
      try {
        FileChannel channel = FileChannel.open(each);
        Object identity = Files.readAttributes(each, "unix:ino,dev");
        if (seen.add(identity)) {
          files.addFirst(channel);
        } else {
          channel.close();
        }
      } catch (NoSuchFileException e) {
        if (age > 1
            || (age == 1 && !Files.exists(file.resolveSibling(file.getFileName() + ".2")))) {
          return;
        }
      }
    }
  }

  /** The next line; null at the end. What is being written is left out. */
  public @Nullable String next() throws IOException {
    while (true) {
      BufferedReader now = reading;
      if (now != null) {
        String line = now.readLine();
        if (line != null) {
          return line;
        }
        now.close();
        reading = null;
      }
      if (files.isEmpty()) {
        return null;
      }
      reading =
          new BufferedReader(
              new InputStreamReader(
                  Channels.newInputStream(files.removeFirst()), StandardCharsets.UTF_8));
    }
  }

  @Override
  public void close() throws IOException {
    List<AutoCloseable> open = new ArrayList<>(files);
    if (reading != null) {
      open.add(reading);
    }
    for (AutoCloseable each : open) {
      try {
        each.close();
      } catch (IOException e) {
        throw e;
      } catch (Exception e) {
        throw new IOException(e);
      }
    }
  }
}
