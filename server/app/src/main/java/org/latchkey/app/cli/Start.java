// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.cli;

/**
 * The process's beginning. It does nothing but take the signals of a server before the many classes
 * of a command are loaded, so that one which comes early ends or reloads it in order too.
 */
public final class Start {
  private Start() {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] args) {
    if (args.length > 0 && (args[0].equals("serve") || args[0].equals("demo"))) {
      Ending.takeSignals();
      Signals.on("HUP", () -> {});
    }
    Main.main(args);
  }
}
