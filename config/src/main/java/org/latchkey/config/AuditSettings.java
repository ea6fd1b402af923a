// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where the audit is written as JSON, besides the log: changes apart from sign-ins.
 *
 * @param file the name of the file of changes, which ends in {@code .jsonl}; empty means nowhere
 * @param signInsFile the same of that of sign-ins
 * @param keep how long lines are kept at most, 1 d to 3650 d
 * @param maxMib what the changes may grow to, all their files together, 4 to 1,048,576 MiB
 * @param signInsMaxMib the same of the sign-ins
 */
public record AuditSettings(
    String file, String signInsFile, Duration keep, int maxMib, int signInsMaxMib) {
  private static final String ENDING = ".jsonl";
  private static final String FORM =
      "must be the name of a file that ends in %s, or empty".formatted(ENDING);

  public AuditSettings {
    new Check()
        .that(isName(file), FORM, "file")
        .that(isName(signInsFile), FORM, "sign-ins-file")
        .that(
            file.isEmpty() || !file.equals(signInsFile),
            "must not be that of \"file\"",
            "sign-ins-file",
            "file")
        .range("keep", keep, Duration.ofDays(1), Duration.ofDays(3650))
        .range("max-mib", maxMib, 4, 1_048_576)
        .range("sign-ins-max-mib", signInsMaxMib, 4, 1_048_576)
        .done();
  }

  private static boolean isName(String file) {
    return file.isEmpty() || (file.endsWith(ENDING) && isPath(file));
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
    return new AuditSettings(
        "audit" + ENDING, "sign-ins" + ENDING, Duration.ofDays(365), 1024, 320);
  }

  /**
   * The file of changes, if there is to be one.
   *
   * @param dataFolder what a relative name begins at
   */
  public Optional<Path> file(Path dataFolder) {
    return file.isEmpty() ? Optional.empty() : Optional.of(dataFolder.resolve(file));
  }

  /** The same of sign-ins. */
  public Optional<Path> signInsFile(Path dataFolder) {
    return signInsFile.isEmpty() ? Optional.empty() : Optional.of(dataFolder.resolve(signInsFile));
  }
}
