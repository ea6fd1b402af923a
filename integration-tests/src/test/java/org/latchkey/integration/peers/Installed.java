// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.peers;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Programs of the machine that a test can't do without. */
public final class Installed {
  private Installed() {}

  /** Fails where {@code .ci/run} demands every program; aborts the test, saying so, elsewhere. */
  public static void demand(String... programs) {
    List<String> missing = new ArrayList<>();
    for (String program : programs) {
      if (!isInstalled(program)) {
        missing.add(program);
      }
    }
    String message = "not installed: " + String.join(", ", missing);
    if ("1".equals(System.getenv("LATCHKEY_REQUIRE_PEERS"))) {
      assertTrue(missing.isEmpty(), message);
    } else {
      assumeTrue(missing.isEmpty(), message);
    }
  }

  private static boolean isInstalled(String program) {
    if (program.startsWith("/")) {
      return Files.isExecutable(Path.of(program));
    }
    for (String folder : System.getenv("PATH").split(":", -1)) {
      if (Files.isExecutable(Path.of(folder, program))) {
        return true;
      }
    }
    return false;
  }
}
