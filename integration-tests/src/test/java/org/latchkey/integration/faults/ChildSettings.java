// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The settings of servers under test: any ports of loopback, cheap hashes, answers at once. */
final class ChildSettings {
  private ChildSettings() {}

  /** Writes the settings file. */
  static Path write(Path folder, String signInDeadline) throws IOException {
    return Files.writeString(
        folder.resolve("latchkey.toml"),
        """
        [directory]
        map-size-gib = 1
        [listeners]
        imap = { enabled = true, address = "127.0.0.1", port = 0 }
        imaps = { enabled = true, address = "127.0.0.1", port = 0 }
        submission = { enabled = true, address = "127.0.0.1", port = 0 }
        submissions = { enabled = true, address = "127.0.0.1", port = 0 }
        https = { enabled = true, address = "127.0.0.1", port = 0 }
        ldap = { enabled = true, address = "127.0.0.1", port = 0 }
        ldaps = { enabled = true, address = "127.0.0.1", port = 0 }
        admin-ldap = { enabled = true, address = "127.0.0.1", port = 0 }
        health = { enabled = false, address = "127.0.0.1", port = 0 }
        [network]
        cleartext-sign-in = ["127.0.0.0/8"]
        max-connections-per-address = 50000
        sign-in-deadline = "%s"
        [primary-passwords]
        argon2-memory-kib = 64
        argon2-iterations = 1
        [sign-in]
        refusal-delay = "0 s"
        max-refusal-delay = "0 s"
        max-held-refusals-per-source = 10000
        """
            .formatted(signInDeadline));
  }
}
