// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.latchkey.core.password.Peppers;

/**
 * The file that keeps the peppers: a line for each, its id and its key in base64, the current one
 * first. To rotate, put a new line on top; an old one may go when no tag under it is left.
 */
final class PepperFile {
  private static final String FIRST_KID = "1";

  private PepperFile() {}

  static void make(Path file, SecureRandom random) throws IOException {
    byte[] key = new byte[Peppers.KEY_BYTES];
    random.nextBytes(key);
    OwnFiles.write(file, FIRST_KID + " " + Base64.getEncoder().encodeToString(key) + "\n");
  }

  static Peppers read(Path file) throws IOException, StartException {
    SequencedMap<String, byte[]> keys = new LinkedHashMap<>();
    int number = 0;
    for (String line : Files.readAllLines(file)) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      String[] parts = line.strip().split(" ", -1);
      try {
        byte[] key = Base64.getDecoder().decode(parts[parts.length - 1]);
        if (parts.length != 2
            || !parts[0].matches("[A-Za-z0-9._-]{1,32}")
            || key.length != Peppers.KEY_BYTES
            || keys.put(parts[0], key) != null) {
          throw broken(file, number);
        }
      } catch (IllegalArgumentException e) {
        throw broken(file, number);
      }
    }
    if (keys.isEmpty()) {
      throw new StartException(
          file + " holds no pepper: without it no app password can be checked");
    }
    return new Peppers(keys);
  }

  private static StartException broken(Path file, int line) {
    return new StartException(
        file
            + ":"
            + line
            + ": a line is an id and a key of "
            + Peppers.KEY_BYTES
            + " octets in base64");
  }
}
