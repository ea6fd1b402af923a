// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.faults;

import static org.junit.jupiter.api.Assertions.fail;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.latchkey.app.cli.Start;
import org.latchkey.integration.Admin;
import org.latchkey.integration.TestServer;
import org.latchkey.integration.TestSettings;

/**
 * {@code latchkey serve} in a JVM of its own, with this one's class path and flags. Closing it
 * kills it.
 */
final class Child implements AutoCloseable {
  /** The exit code of a server that can't start. */
  static final int UNAVAILABLE = 3;

  private static final long TICK_MILLIS = 50;

  private final Process process;
  private final Path data;
  private final Path log;
  private final long begun = System.nanoTime();

  private Child(Process process, Path data, Path log) {
    this.process = process;
    this.data = data;
    this.log = log;
  }

  /** Launches one and waits until every port is open. */
  static Child start(Path settings, Path data) throws Exception {
    Child child = launch(settings, data, "");
    try {
      child.awaitReady();
      return child;
    } catch (Exception | AssertionError e) {
      child.close();
      throw e;
    }
  }

  /**
   * Launches one.
   *
   * @param limits what the shell does first, such as {@code ulimit -n 400}
   */
  static Child launch(Path settings, Path data, String limits) throws IOException {
    return launch(settings, data, limits, System.getProperty("java.class.path"));
  }

  static Child launch(Path settings, Path data, String limits, String classPath)
      throws IOException {
    Files.deleteIfExists(data.resolve("ports.json"));
    Path log = settings.resolveSibling("stderr-" + System.nanoTime() + ".log");
    List<String> command = new ArrayList<>();
    if (!limits.isEmpty()) {
      command.addAll(List.of("bash", "-c", limits + "; exec \"$@\"", "bash"));
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags());
    command.addAll(List.of("-cp", classPath, Start.class.getName()));
    command.addAll(List.of("serve", "--config", settings.toString(), "--data", data.toString()));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(Redirect.DISCARD)
            .redirectError(log.toFile())
            .start();
    return new Child(process, data, log);
  }

  private static List<String> flags() {
    List<String> flags = new ArrayList<>();
    for (String each : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (each.startsWith("--")) {
        flags.add(each);
      }
    }
    flags.add("-Xmx256m");
    flags.add("-Dlogback.configurationFile=logback.xml"); // the product's, not the tests'
    flags.add("-XX:ErrorFile=/dev/stderr");
    return flags;
  }

  /**
   * Waits until every port is open, and tells how long that took since the launch. However busy the
   * machine is, it either comes up or ends.
   */
  Duration awaitReady() throws Exception {
    while (!Files.exists(data.resolve("ports.json"))) {
      if (process.waitFor(TICK_MILLIS, TimeUnit.MILLISECONDS)) {
        fail("the server ended with " + process.exitValue() + ":\n" + log());
      }
    }
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  /** Waits until it has ended and tells its exit code. */
  int awaitExit() throws InterruptedException {
    return process.waitFor();
  }

  /** Runs on for a while: false when it ended before. */
  boolean runsFor(Duration time) throws InterruptedException {
    return !process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** SIGKILL; returns when it is gone. */
  void kill() {
    var _ = process.destroyForcibly().onExit().join();
  }

  /** SIGTERM; returns at once. */
  void terminate() {
    process.destroy();
  }

  long pid() {
    return process.pid();
  }

  /** How many file descriptors it has open. */
  int descriptors() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(pid()), "fd"))) {
      return (int) open.count();
    }
  }

  /** The processor time that it has used. */
  Duration processorTime() {
    return process.info().totalCpuDuration().orElseThrow();
  }

  int port(String listener) throws IOException {
    return new JsonObject(Files.readString(data.resolve("ports.json"))).getInteger(listener);
  }

  /** Its own certificate. */
  Path certificate() {
    return data.resolve("tls/certificate.pem");
  }

  /** The admin, over a connection of their own. */
  Admin admin() throws IOException, LDAPException {
    LDAPConnection connection = TestServer.connect(port("adminLdap"));
    try {
      connection.bind("cn=admin," + TestSettings.BASE, adminPassword());
      return new Admin(connection);
    } catch (IOException | LDAPException e) {
      connection.close();
      throw e;
    }
  }

  String adminPassword() throws IOException {
    return Files.readString(data.resolve("admin-password")).strip();
  }

  /** All that it said on standard error until now. */
  String log() {
    try {
      return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "(its log can't be read: " + e.getMessage() + ")";
    }
  }

  @Override
  public void close() {
    kill();
  }
}
