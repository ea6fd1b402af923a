// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A systemd unit's settings by their names, as in {@code ExecStart}. One that stands there twice is
 * known by the last.
 */
record UnitFile(Map<String, String> settings) {
  static UnitFile read(Path file) throws IOException {
    Map<String, String> settings = new HashMap<>();
    for (String line : Files.readAllLines(file)) {
      int equals = line.indexOf('=');
      if (!line.startsWith("#") && equals > 0) {
        settings.put(line.substring(0, equals), line.substring(equals + 1));
      }
    }
    return new UnitFile(Map.copyOf(settings));
  }

  String get(String name) {
    return Objects.requireNonNull(settings.get(name), name);
  }
}
