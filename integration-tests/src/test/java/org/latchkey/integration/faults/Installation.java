// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.faults;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * Latchkey as it lies on a machine: the launcher and beside it {@code lib}, which any user can
 * read. Its classes are those under test.
 */
final class Installation {
  private static final Path LAUNCHER = top().resolve("latchkey");

  private Installation() {}

  /** The source tree's root, above the module that tests run in. */
  static Path top() {
    Path here = Path.of("").toAbsolutePath();
    while (!Files.exists(here.resolve("latchkey"))) {
      here = Objects.requireNonNull(here.getParent());
    }
    return here;
  }

  /** Copies everything into a folder, and gives the launcher. */
  static Path in(Path folder) throws IOException {
    Path lib = Files.createDirectories(folder.resolve("lib"));
    List<String> names = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path part = Path.of(entry);
      if (Files.exists(part)) {
        String name = names.size() + ".jar";
        copy(part, lib.resolve(name));
        names.add(name);
      }
    }
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, String.join(" ", names));
    try (OutputStream out = Files.newOutputStream(lib.resolve("latchkey-app.jar"));
        JarOutputStream jar = new JarOutputStream(out, manifest)) {
      jar.finish();
    }
    Path launcher = Files.copy(LAUNCHER, folder.resolve("latchkey"));
    openToAll(folder);
    return launcher;
  }

  /** Copies a jar, or makes one of a folder of classes. */
  private static void copy(Path from, Path to) throws IOException {
    if (!Files.isDirectory(from)) {
      Files.copy(from, to);
      return;
    }
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(to));
        Stream<Path> all = Files.walk(from)) {
      for (Path each : all.filter(Files::isRegularFile).toList()) {
        jar.putNextEntry(new JarEntry(from.relativize(each).toString()));
        Files.copy(each, jar);
      }
    }
  }

  private static void openToAll(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.toList()) {
        boolean program =
            Files.isDirectory(each) || each.getFileName().toString().equals("latchkey");
        Files.setPosixFilePermissions(
            each, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
      }
    }
  }
}
