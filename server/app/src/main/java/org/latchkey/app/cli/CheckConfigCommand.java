// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.latchkey.app.server.SettingsCheck;
import org.latchkey.config.InvalidSettingsException;
import org.latchkey.config.SettingsFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code latchkey check-config}. */
@Command(
    name = "check-config",
    description = {
      "Check a settings file, and the files and addresses in it, as the server's start does: print",
      "all problems, or \"ok\". Run it as the user that the server runs as."
    })
final class CheckConfigCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      defaultValue = "latchkey.toml",
      description = "Default: ${DEFAULT-VALUE}.")
  private Path file = Path.of("latchkey.toml");

  CheckConfigCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    try {
      SettingsCheck check = SettingsCheck.of(SettingsFile.read(file));
      if (!check.all().isEmpty()) {
        throw SettingsFile.refusal(file, check.all());
      }
      terminal.out().println("ok");
      return ExitCode.OK;
    } catch (InvalidSettingsException e) {
      e.problems().forEach(problem -> terminal.err().println(Text.printable(problem)));
      return ExitCode.REFUSED;
    }
  }
}
