// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.onboarding;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Programs of the machine that judge what is made here. */
final class Tool {
  private Tool() {}

  /** What a program came to; {@code out} has its errors too. */
  record Ran(int exitCode, String out) {}

  /** Fails where {@code .ci/run} demands every program; aborts the test, saying so, elsewhere. */
  static void demand(String program) {
    boolean installed = false;
    for (String folder : System.getenv("PATH").split(":", -1)) {
      installed |= Files.isExecutable(Path.of(folder, program));
    }
    String message = "not installed: " + program;
    if ("1".equals(System.getenv("LATCHKEY_REQUIRE_PEERS"))) {
      assertTrue(installed, message);
    } else {
      assumeTrue(installed, message);
    }
  }

  /** Runs a program in a folder. */
  static Ran run(Path folder, byte[] in, String... command)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    try (OutputStream to = process.getOutputStream()) {
      to.write(in);
    }
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ran(process.waitFor(), out);
  }
}
