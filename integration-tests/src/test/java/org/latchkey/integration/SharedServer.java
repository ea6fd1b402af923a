// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests one server that lives as long as the run. Each test makes accounts of its own in it,
 * and leaves everything else as it was.
 */
public final class SharedServer implements ParameterResolver {
  private static final ExtensionContext.Namespace OURS =
      ExtensionContext.Namespace.create(SharedServer.class);

  private record Running(TestServer server, Path folder) implements AutoCloseable {
    static Running start() {
      try {
        Path folder = Files.createTempDirectory("latchkey-shared-");
        return new Running(TestServer.start(folder.resolve("data"), TestSettings.usual()), folder);
      } catch (Exception e) {
        throw new IllegalStateException("the shared server can't start", e);
      }
    }

    @Override
    public void close() throws IOException {
      server.close();
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
    return parameter.getParameter().getType() == TestServer.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
    return test.getRoot()
        .getStore(OURS)
        .computeIfAbsent(Running.class, key -> Running.start(), Running.class)
        .server();
  }
}
