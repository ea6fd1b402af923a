// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.latchkey.app.server.LatchkeyServer;
import org.latchkey.app.server.StartException;
import org.latchkey.config.InvalidSettingsException;
import org.latchkey.config.Settings;
import org.latchkey.config.SettingsFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

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
  private final CountDownLatch stop = new CountDownLatch(1);
  private final AtomicBoolean signalled = new AtomicBoolean();
  private volatile @Nullable LatchkeyServer running;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The settings file. Default: none, and each setting has its default.")
  private @Nullable Path config;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "data",
      description = "The folder of all its state, made at the first start. Default: ./data.")
  private Path data = Path.of("data");

  ServeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws CommandException, InterruptedException {
    Signals.on("TERM", () -> stop(143));
    Signals.on("INT", () -> stop(130));
    Signals.on("HUP", this::reload);
    try (LatchkeyServer server = LatchkeyServer.start(settings(), data, stop::countDown)) {
      running = server;
      new Welcome(server).lines().forEach(terminal.out()::println);
      stop.await();
      terminal.out().println("Stopping.");
    } catch (StartException e) {
      throw new CommandException(ExitCode.UNAVAILABLE, String.valueOf(e.getMessage()), e);
    } catch (InvalidSettingsException e) {
      throw new CommandException(ExitCode.UNAVAILABLE, String.valueOf(e.getMessage()), e);
    }
    return ExitCode.OK;
  }

  private Settings settings() throws InvalidSettingsException {
    return config == null ? Settings.defaults() : SettingsFile.read(config);
  }

  /** The first signal asks for an orderly stop; whoever sends a second doesn't want to wait. */
  private void stop(int exitCodeAtOnce) {
    if (!signalled.compareAndSet(false, true)) {
      Runtime.getRuntime().halt(exitCodeAtOnce);
    }
    stop.countDown();
  }

  private synchronized void reload() {
    LatchkeyServer server = running;
    if (server == null) {
      return; // still starting, with what is in the files now
    }
    try {
      boolean whole = server.reload(settings());
      terminal.out().println(whole ? "Reloaded." : "Not everything is reloaded; the log says why.");
    } catch (InvalidSettingsException e) {
      terminal.err().println("The settings stay as they were:");
      e.problems().forEach(problem -> terminal.err().println(Text.printable(problem)));
    }
  }
}
