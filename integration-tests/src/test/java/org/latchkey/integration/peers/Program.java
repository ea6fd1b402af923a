// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.peers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A server program in the foreground of a session of its own; with this JVM it ends too. */
final class Program implements AutoCloseable {
  private static final long START_SECONDS = 30;
  private static final long STOP_SECONDS = 10;
  private static final long EVERY_MILLIS = 10;

  private final Process process;
  private final Path log;
  private final Thread atExit;

  private Program(Process process, Path log) {
    this.process = process;
    this.log = log;
    this.atExit = new Thread(this::stop, "stops " + process.pid());
  }

  /**
   * Starts one.
   *
   * @param folder where it runs, and where what it prints is kept
   */
  static Program start(Path folder, String... command) throws IOException {
    Path log = folder.resolve("out.log");
    List<String> all = new ArrayList<>(List.of("setsid"));
    all.addAll(List.of(command));
    Process process =
        new ProcessBuilder(all)
            .directory(folder.toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    Program program = new Program(process, log);
    Runtime.getRuntime().addShutdownHook(program.atExit);
    return program;
  }

  /** Waits until it takes connections; stops it and fails when it doesn't. */
  void awaitPort(int port) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (!isOpen(port)) {
      if (!process.isAlive() || System.nanoTime() - deadline >= 0) {
        close();
        throw new AssertionError("port " + port + " isn't open:\n" + log());
      }
      TimeUnit.MILLISECONDS.sleep(EVERY_MILLIS);
    }
  }

  private static boolean isOpen(int port) {
    try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return probe.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  /** All that it said until now. */
  String log() throws IOException {
    return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    stop();
    Runtime.getRuntime().removeShutdownHook(atExit);
  }

  /** SIGTERM to it and what it has started, SIGKILL to what is left after a while. */
  private void stop() {
    List<ProcessHandle> family = new ArrayList<>(process.descendants().toList());
    family.add(process.toHandle());
    family.forEach(ProcessHandle::destroy);
    CompletableFuture<Void> gone =
        CompletableFuture.allOf(
            family.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new));
    try {
      gone.get(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException | java.util.concurrent.ExecutionException e) {
      // SIGKILL, then
    }
    family.forEach(ProcessHandle::destroyForcibly);
  }
}
