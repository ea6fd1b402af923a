// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.latchkey.core.password.Secret;
import picocli.CommandLine.Option;

/** A primary password from a file, the standard input, or somebody who types it twice. */
final class ChosenPassword {
  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = {
        "Read the primary password from there; \"-\" is the standard input.",
        "It has at least 15 characters, or 8 where a second factor is enrolled, and is none that"
            + " many people use, no repeat, and more than the account's or the organisation's name."
      })
  private @Nullable String file;

  /** The password; empty when there is no file and nobody to ask, or nothing was typed. */
  Optional<Secret> read(Terminal terminal) throws CommandException {
    if (file != null) {
      return Optional.of(Secret.takeOver(fromFile(terminal, file)));
    }
    return terminal.person().isPresent() ? typed(terminal.person().get()) : Optional.empty();
  }

  private static byte[] fromFile(Terminal terminal, String file) throws CommandException {
    if (!file.equals("-")) {
      return PasswordFile.read(Path.of(file));
    }
    try {
      return PasswordFile.withoutLineEnd(terminal.in().readAllBytes(), "the standard input");
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.UNAVAILABLE, "the standard input can't be read: " + e.getMessage(), e);
    }
  }

  private static Optional<Secret> typed(Terminal.Person person) throws CommandException {
    char[] first = person.password("Primary password (empty for none)").orElse(new char[0]);
    if (first.length == 0) {
      return Optional.empty();
    }
    char[] second = person.password("Again").orElse(new char[0]);
    try {
      if (!Arrays.equals(first, second)) {
        throw CommandException.usage("the two passwords differ");
      }
      return Optional.of(Secret.ofChars(first));
    } finally {
      Arrays.fill(first, '\0');
      Arrays.fill(second, '\0');
    }
  }
}
