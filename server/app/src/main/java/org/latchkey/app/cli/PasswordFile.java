// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/** A file that holds one password; a line end after it doesn't belong to it. */
final class PasswordFile {
  private PasswordFile() {}

  /** The password in the file. */
  static byte[] read(Path file) throws CommandException {
    try {
      return withoutLineEnd(Files.readAllBytes(file), file.toString());
    } catch (NoSuchFileException e) {
      throw new CommandException(ExitCode.UNAVAILABLE, "there is no password file " + file, e);
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.UNAVAILABLE, "the password file can't be read: " + e.getMessage(), e);
    }
  }

  /** What stands before the line end. */
  static byte[] withoutLineEnd(byte[] read, String where) throws CommandException {
    int length = read.length;
    if (length > 0 && read[length - 1] == '\n') {
      length--;
    }
    if (length > 0 && read[length - 1] == '\r') {
      length--;
    }
    if (length == 0) {
      throw CommandException.usage(where + " holds no password");
    }
    return Arrays.copyOf(read, length);
  }
}
