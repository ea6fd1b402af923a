// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A server's folder under the system's temporary one, which every user may enter. */
final class ScratchFolder implements AutoCloseable {
  private final Path path;

  private ScratchFolder(Path path) {
    this.path = path;
  }

  static ScratchFolder make(String name) throws IOException {
    // Short: a UNIX socket's path has at most 107 octets.
    Path path = Files.createTempDirectory(name + "-");
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    return new ScratchFolder(path);
  }

  Path path() {
    return path;
  }

  /** A folder in it that belongs to a user. */
  Path folder(String name, String owner) throws IOException {
    Path folder = Files.createDirectories(path.resolve(name));
    Files.setOwner(
        folder,
        folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(owner));
    return folder;
  }

  /** Deletes all of it; what its server deletes meanwhile is gone too. */
  @Override
  public void close() throws IOException {
    List<Path> all;
    try (Stream<Path> tree = Files.walk(path)) {
      all = tree.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : all) {
      try {
        Files.delete(each);
      } catch (NoSuchFileException gone) {
        // as it should be
      }
    }
  }
}
