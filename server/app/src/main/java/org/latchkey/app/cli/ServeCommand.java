// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.latchkey.app.server.LatchkeyServer;
import org.latchkey.app.server.StartException;
import org.latchkey.config.InvalidSettingsException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code latchkey serve}: the server, until a signal or an admin ends it. */
@Command(
    name = "serve",
    description = {
      "Start the server. SIGTERM and SIGINT drain and stop it, a second one at once.",
      "SIGHUP reads the settings and the certificate again."
    },
    sortOptions = false)
final class ServeCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final Ending ending = new Ending();
  private volatile @Nullable LatchkeyServer running;

  @Mixin private SettingsOptions options = new SettingsOptions();

  ServeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws CommandException, InterruptedException {
    ending.onSignals();
    Signals.on("HUP", this::reload);
    try (LatchkeyServer server =
        LatchkeyServer.start(options.settings(), options.data(), ending::request)) {
      running = server;
      new Welcome(server).lines().forEach(terminal.out()::println);
      ending.await();
      terminal.out().println("Stopping.");
    } catch (StartException | InvalidSettingsException e) {
      throw new CommandException(ExitCode.UNAVAILABLE, String.valueOf(e.getMessage()), e);
    }
    return ExitCode.OK;
  }

  private synchronized void reload() {
    LatchkeyServer server = running;
    if (server == null) {
      return; // still starting: with what is in the files now
    }
    try {
      boolean whole = server.reload(options.settings());
      terminal.out().println(whole ? "Reloaded." : "Not everything is reloaded; the log says why.");
    } catch (InvalidSettingsException e) {
      terminal.err().println("The settings stay as they were:");
      e.problems().forEach(problem -> terminal.err().println(Text.printable(problem)));
    }
  }
}
