// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.latchkey.app.server.Outside;
import org.latchkey.app.server.PlannedPorts;
import org.latchkey.app.server.StartException;
import org.latchkey.config.InvalidSettingsException;
import org.latchkey.config.Settings;
import org.latchkey.config.SettingsFile;
import org.latchkey.portal.onboarding.ServiceRecords;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code latchkey dns}. */
@Command(
    name = "dns",
    description = "Print the DNS records that clients find the server by, for the domain's zone.",
    sortOptions = false)
final class DnsCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The settings file. Default: none, and each setting has its default.")
  private @Nullable Path config;

  DnsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws CommandException {
    try {
      Settings settings = config == null ? Settings.defaults() : SettingsFile.read(config);
      ServiceRecords.lines(
              Outside.of(settings, PlannedPorts.of(settings)), Outside.davPaths(settings.dav()))
          .forEach(terminal.out()::println);
      return ExitCode.OK;
    } catch (InvalidSettingsException | StartException e) {
      throw new CommandException(ExitCode.REFUSED, String.valueOf(e.getMessage()), e);
    }
  }
}
