// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.latchkey.app.server.StartException;
import org.latchkey.config.InvalidSettingsException;
import org.latchkey.config.Settings;
import org.latchkey.config.SettingsFile;
import picocli.CommandLine.Option;

/** Where the settings and the data of a server are. */
final class SettingsOptions {
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

  Path data() {
    return data;
  }

  /** The sentences of a failure, with their lines where settings are to blame. */
  String explain(StartException failure) {
    return config == null || failure.problems().isEmpty()
        ? String.valueOf(failure.getMessage())
        : String.valueOf(SettingsFile.refusal(config, failure.problems()).getMessage());
  }

  /** What is in the settings file now. */
  Settings settings() throws InvalidSettingsException {
    return config == null ? Settings.defaults() : SettingsFile.read(config);
  }
}
