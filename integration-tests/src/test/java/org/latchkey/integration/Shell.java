// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.latchkey.integration.peers.Installed;

/** Runs command lines as a person would type them. */
public final class Shell {
  private static final long MOST_SECONDS = 60;

  private Shell() {}

  /**
   * What came of a command.
   *
   * @param text standard output, then standard error
   */
  public record Result(String command, int exit, String text) {}

  /** Fails where {@code .ci/run} demands every tool; aborts the test, saying so, elsewhere. */
  public static void demand(String... tools) {
    Installed.demand(tools);
  }

  /** Runs one command with bash, in a folder. */
  public static Result run(Path folder, String command) throws IOException, InterruptedException {
    Path out = Files.createTempFile(folder, "out", "");
    Path err = Files.createTempFile(folder, "err", "");
    Process process =
        new ProcessBuilder("bash", "-c", command)
            .directory(folder.toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
      throw new AssertionError("still running after " + MOST_SECONDS + " s: " + command);
    }
    String text = read(out) + read(err);
    Files.delete(out);
    Files.delete(err);
    return new Result(command, process.exitValue(), text);
  }

  private static String read(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
