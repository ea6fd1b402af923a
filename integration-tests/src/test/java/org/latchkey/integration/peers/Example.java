// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of {@code config/examples}, with what is a machine's own put in. A value that the file
 * doesn't hold is an error, so the example and the test can't part.
 */
public final class Example {
  private static final Path EXAMPLES = Path.of("..", "config", "examples");

  private final String name;
  private String text;

  private Example(String name, String text) {
    this.name = name;
    this.text = text;
  }

  /**
   * Reads one.
   *
   * @param name as in {@code radicale/config}
   */
  public static Example read(String name) throws IOException {
    return new Example(name, Files.readString(EXAMPLES.resolve(name)));
  }

  /** Where one is. */
  public static Path file(String name) {
    return EXAMPLES.resolve(name).toAbsolutePath();
  }

  /** Puts a value in wherever the example has another. */
  public Example with(String shown, Object actual) {
    if (!text.contains(shown)) {
      throw new AssertionError(name + " has no " + shown);
    }
    text = text.replace(shown, actual.toString());
    return this;
  }

  /** Adds what the example leaves to its server's defaults. */
  public Example plus(String lines) {
    text += lines;
    return this;
  }

  /** Its text now. */
  public String text() {
    return text;
  }

  /** Writes it where the server reads it. */
  public Path writeTo(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
