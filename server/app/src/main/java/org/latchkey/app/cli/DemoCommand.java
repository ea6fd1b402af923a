// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.latchkey.app.demo.Demo;
import org.latchkey.app.server.StartException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code latchkey demo}. */
@Command(
    name = "demo",
    description = "Start a server to try out on loopback, with two accounts; say how.",
    sortOptions = false)
final class DemoCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Keep what is made there; else it is gone afterwards.")
  private @Nullable Path data;

  @Option(
      names = "--ports",
      paramLabel = "any",
      description = "\"any\": listen on whatever ports are free.")
  private @Nullable PortChoice ports;

  /** Which ports are listened on. */
  enum PortChoice {
    any
  }

  DemoCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws CommandException, InterruptedException {
    Ending ending = Ending.ofProcess();
    if (ending.isRequested()) {
      return ExitCode.OK;
    }
    try (Demo demo =
        Demo.start(Optional.ofNullable(data), ports == PortChoice.any, ending::request)) {
      demo.introduction().lines().forEach(terminal.out()::println);
      terminal.out().flush();
      ending.await();
    } catch (StartException e) {
      throw new CommandException(ExitCode.UNAVAILABLE, String.valueOf(e.getMessage()), e);
    }
    return ExitCode.OK;
  }
}
