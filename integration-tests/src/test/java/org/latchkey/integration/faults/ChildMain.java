// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.faults;

import java.nio.file.Path;
import org.latchkey.app.server.LatchkeyServer;
import org.latchkey.app.server.StartException;
import org.latchkey.config.InvalidSettingsException;
import org.latchkey.config.SettingsFile;

/** A server in a process of its own: it stops, with 0, on SIGTERM and when an admin asks for it. */
final class ChildMain {
  /** The exit code of a server that can't start. */
  static final int UNAVAILABLE = 3;

  private ChildMain() {}

  /** Starts it with a settings file and a data folder. */
  public static void main(String[] arguments) {
    try {
      LatchkeyServer server =
          LatchkeyServer.start(
              SettingsFile.read(Path.of(arguments[0])),
              Path.of(arguments[1]),
              () -> Thread.ofPlatform().start(() -> System.exit(0)));
      Runtime.getRuntime()
          .addShutdownHook(
              Thread.ofPlatform()
                  .unstarted(
                      () -> {
                        server.close();
                        Runtime.getRuntime().halt(0);
                      }));
    } catch (StartException | InvalidSettingsException e) {
      System.err.println("latchkey: " + e.getMessage());
      Runtime.getRuntime().halt(UNAVAILABLE);
    }
  }
}
