// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The files that a settings file names.
 *
 * @param settings what relative names are beside
 */
record NearbyFiles(Path settings) {

  /** The file of that name. */
  Path beside(String name) {
    if (name.isBlank()) {
      throw new IllegalArgumentException("must be the name of a file, not empty");
    }
    return settings.resolveSibling(name);
  }

  /** The PEM file that the key names, if it is there. */
  Optional<Path> pem(Table t, String key) {
    return t.parsed(key, "the name of a PEM file", this::beside);
  }
}
