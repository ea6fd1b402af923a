// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.latchkey.app.demo.Demo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code latchkey demo}. */
@Command(
    name = "demo",
    description = "Start a server to try out, with a mail server behind it and an account.",
    sortOptions = false)
final class DemoCommand implements Callable<Integer> {
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

  @Override
  public Integer call() throws Exception {
    return Demo.run(Optional.ofNullable(data), ports == PortChoice.any);
  }
}
