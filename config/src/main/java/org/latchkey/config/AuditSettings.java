// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the audit is written as JSON, besides the log.
 *
 * @param file the file's name, which ends in {@code .jsonl}; empty means nowhere
 */
public record AuditSettings(String file) {
  private static final String ENDING = ".jsonl";

  public AuditSettings {
    new Check()
        .that(
            file.isEmpty() || (file.endsWith(ENDING) && isPath(file)),
            "must be the name of a file that ends in %s, or empty".formatted(ENDING),
            "file")
        .done();
  }

  private static boolean isPath(String file) {
    try {
      return Path.of(file).getFileName().toString().length() > ENDING.length();
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** What holds where the settings file says nothing. */
  public static AuditSettings defaults() {
    return new AuditSettings("audit" + ENDING);
  }

  /**
   * The file, if there is to be one.
   *
   * @param dataFolder what a relative name begins at
   */
  public Optional<Path> file(Path dataFolder) {
    return file.isEmpty() ? Optional.empty() : Optional.of(dataFolder.resolve(file));
  }
}
