// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.latchkey.app.server.Import;
import org.latchkey.app.server.StartException;
import org.latchkey.config.InvalidSettingsException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code latchkey import}. */
@Command(
    name = "import",
    description = {
      "Load LDIF into a fresh data folder, in which no server has run. Verifiers may be in it,",
      "with the pepper that they were made under."
    },
    sortOptions = false)
final class ImportCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private SettingsOptions options = new SettingsOptions();

  @Option(
      names = "--pepper",
      paramLabel = "FILE",
      description = "The pepper file of the server that the verifiers come from.")
  private @Nullable Path pepper;

  @Parameters(paramLabel = "FILE", description = "The LDIF file.")
  private Path ldif = Path.of("");

  ImportCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws CommandException {
    try {
      long count =
          Import.run(
              options.settings(),
              options.data(),
              ldif,
              Optional.ofNullable(pepper),
              loaded -> terminal.err().println(loaded + " entries"));
      terminal.out().println(count + " entries loaded into " + options.data());
      return ExitCode.OK;
    } catch (StartException e) {
      throw new CommandException(ExitCode.UNAVAILABLE, options.explain(e), e);
    } catch (InvalidSettingsException e) {
      throw new CommandException(ExitCode.UNAVAILABLE, String.valueOf(e.getMessage()), e);
    }
  }
}
