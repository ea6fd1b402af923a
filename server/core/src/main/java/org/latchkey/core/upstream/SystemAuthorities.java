// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.upstream;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The certificates that this machine's administrator trusts upstreams by. */
public final class SystemAuthorities {
  /** Debian's and its kin's. */
  private static final Path FILE = Path.of("/etc/ssl/certs/ca-certificates.crt");

  private SystemAuthorities() {}

  /** The PEM file with them; empty where there is none, and the JDK's own count. */
  public static Optional<Path> file() {
    return Optional.of(FILE).filter(Files::isReadable);
  }
}
