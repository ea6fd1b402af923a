// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.peers;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Radicale, which believes {@code X-Remote-User}, set up by {@code config/examples/radicale}. It
 * keeps its collections in files.
 */
public final class Radicale implements AutoCloseable {
  private static final String RADICALE = "/usr/bin/radicale";

  private final ScratchFolder scratch;
  private final Program program;
  private final int port;

  private Radicale(ScratchFolder scratch, Program program, int port) {
    this.scratch = scratch;
    this.program = program;
    this.port = port;
  }

  /** Fails or aborts the test where Radicale isn't installed. */
  public static void demand() {
    Installed.demand(RADICALE);
  }

  /** Starts one and waits for it. */
  public static Radicale start() throws IOException, InterruptedException {
    demand();
    ScratchFolder scratch = ScratchFolder.make("radicale");
    Path folder = scratch.path();
    int port = Ports.free(1).getFirst();
    Path settings =
        Example.read("radicale/config")
            .with("5232", port)
            .with("/var/lib/radicale/collections", folder.resolve("collections"))
            .writeTo(folder.resolve("config"));
    Program program = Program.start(folder, RADICALE, "-C", settings.toString());
    program.awaitPort(port);
    return new Radicale(scratch, program, port);
  }

  /** Where it listens on 127.0.0.1, in clear text. */
  public int port() {
    return port;
  }

  /** All that it logged until now. */
  public String log() throws IOException {
    return program.log();
  }

  @Override
  public void close() throws IOException {
    program.close();
    scratch.close();
  }
}
