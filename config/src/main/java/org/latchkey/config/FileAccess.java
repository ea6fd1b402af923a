// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** Says why this process may not use a file, in words for whoever has to mend it. */
public final class FileAccess {
  private FileAccess() {}

  /**
   * Why the file can't be read: the rest of a sentence that begins with its name.
   *
   * @return empty where it can be opened for reading
   */
  public static Optional<String> whyUnreadable(Path file) {
    Optional<String> absent = whyAbsent(file);
    if (absent.isPresent()) {
      return absent;
    }
    if (Files.isDirectory(file)) {
      return Optional.of("is a folder, not a file");
    }
    return Files.isReadable(file)
        ? Optional.empty()
        : Optional.of("can't be read by " + user() + ": " + owner(file));
  }

  /**
   * Why no file can be made or written in the folder: the rest of a sentence that begins with its
   * name.
   *
   * @return empty where this process may write there
   */
  public static Optional<String> whyUnwritable(Path folder) {
    Optional<String> absent = whyAbsent(folder);
    if (absent.isPresent()) {
      return absent;
    }
    if (!Files.isDirectory(folder)) {
      return Optional.of("is no folder");
    }
    if (isReadOnly(folder)) {
      return Optional.of("is on a file system that is read-only");
    }
    return Files.isWritable(folder) && Files.isExecutable(folder) && Files.isReadable(folder)
        ? Optional.empty()
        : Optional.of("can't be written by " + user() + ": " + owner(folder));
  }

  /**
   * Why a file that is this process's own can't be read and changed: the rest of a sentence that
   * begins with its name.
   *
   * @return empty where it can be
   */
  public static Optional<String> whyNotOwn(Path file) {
    return Files.isReadable(file) && Files.isWritable(file)
        ? Optional.empty()
        : Optional.of(
            whyAbsent(file)
                .orElseGet(() -> "can't be read and written by " + user() + ": " + owner(file)));
  }

  private static boolean isReadOnly(Path folder) {
    try {
      return Files.getFileStore(folder).isReadOnly();
    } catch (IOException e) {
      return false;
    }
  }

  /** A folder that can't be entered, or isn't there, is the nearest cause. */
  private static Optional<String> whyAbsent(Path file) {
    Path parent = file.toAbsolutePath().normalize().getParent();
    if (parent != null) {
      Optional<String> above = whyAbsent(parent);
      if (above.isPresent()) {
        return above.map(
            why -> why.startsWith("is in ") ? why : "is in " + parent + ", which " + why);
      }
      if (Files.isDirectory(parent) && !Files.isExecutable(parent)) {
        return Optional.of(
            "is in " + parent + ", which " + user() + " may not enter: " + owner(parent));
      }
    }
    if (Files.exists(file)) {
      return Optional.empty();
    }
    return Optional.of(
        Files.isSymbolicLink(file) ? "is a symbolic link to nothing" : "isn't there");
  }

  private static String owner(Path file) {
    try {
      PosixFileAttributes attributes = Files.readAttributes(file, PosixFileAttributes.class);
      return "it belongs to %s:%s and has mode 0%s"
          .formatted(
              attributes.owner().getName(),
              attributes.group().getName(),
              octal(PosixFilePermissions.toString(attributes.permissions())));
    } catch (IOException | UnsupportedOperationException e) {
      return "its owner can't be found out";
    }
  }

  /** The digits of {@code rwxr-x---}. */
  private static String octal(String permissions) {
    int mode = 0;
    for (int i = 0; i < permissions.length(); i++) {
      mode = mode * 2 + (permissions.charAt(i) == '-' ? 0 : 1);
    }
    return "%03o".formatted(mode);
  }

  /** Whom this process runs as. */
  private static String user() {
    String name = System.getProperty("user.name", "?");
    if (!name.equals("?")) {
      return "the user " + name;
    }
    try {
      return "the user with id " + Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    } catch (IOException | UnsupportedOperationException e) {
      return "this user";
    }
  }
}
