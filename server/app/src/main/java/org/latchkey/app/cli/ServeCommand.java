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
  private final Ending ending = Ending.ofProcess();
  private @Nullable LatchkeyServer running;
  private boolean reloadWaits;

  @Mixin private SettingsOptions options = new SettingsOptions();

  ServeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws CommandException, InterruptedException {
    Signals.on("HUP", this::reload);
    if (ending.isRequested()) {
      return ExitCode.OK;
    }
    try (LatchkeyServer server =
        LatchkeyServer.start(options.settings(), options.data(), ending::request)) {
      begin(server);
      new Welcome(server).lines().forEach(terminal.out()::println);
      ending.await();
      terminal.out().println("Stopping.");
    } catch (StartException e) {
      throw new CommandException(ExitCode.UNAVAILABLE, options.explain(e), e);
    } catch (InvalidSettingsException e) {
      throw new CommandException(ExitCode.UNAVAILABLE, String.valueOf(e.getMessage()), e);
    }
    return ExitCode.OK;
  }

  private synchronized void begin(LatchkeyServer server) {
    running = server;
    if (reloadWaits) {
      reload();
    }
  }

  private synchronized void reload() {
    LatchkeyServer server = running;
    if (server == null) {
      reloadWaits = true; // the files may have been read before they were changed
      return;
    }
    try {
      server.reload(options.settings()).lines().forEach(this::tell);
    } catch (StartException e) {
      refuse(options.explain(e));
    } catch (InvalidSettingsException e) {
      refuse(String.valueOf(e.getMessage()));
    }
  }

  private void tell(String line) {
    terminal.out().println(Text.printable(line));
  }

  private void refuse(String problems) {
    terminal.err().println("The settings stay as they were:");
    problems.lines().forEach(problem -> terminal.err().println(Text.printable(problem)));
  }
}
