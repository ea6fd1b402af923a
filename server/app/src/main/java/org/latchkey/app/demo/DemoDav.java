// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.latchkey.app.server.StartException;
import org.latchkey.config.DavRouteSettings;
import org.latchkey.config.DavSettings;

/**
 * The contacts and calendar server behind the demo: Debian's Radicale, where it is installed, on a
 * free port of loopback, with an address book and a calendar of alice's.
 */
final class DemoDav implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/bin/radicale");
  private static final long START_SECONDS = 20;
  private static final long STOP_SECONDS = 5;

  private final Process process;
  private final int port;

  private DemoDav(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Whether Radicale is there. */
  static boolean isThere() {
    return Files.isExecutable(PROGRAM);
  }

  /**
   * Starts it; {@link #awaitReady} tells when it has.
   *
   * @param folder its own, made where it isn't there
   * @param login whose collections there are
   */
  static DemoDav start(Path folder, String login) throws StartException {
    try {
      int port = freePort();
      Path collections = folder.resolve("collections");
      fill(collections.resolve("collection-root").resolve(login));
      Path settings = folder.resolve("config");
      Files.writeString(
          settings,
          """
          [server]
          hosts = 127.0.0.1:%d
          [auth]
          type = http_x_remote_user
          [rights]
          type = owner_only
          [storage]
          filesystem_folder = %s
          [web]
          type = none
          """
              .formatted(port, collections));
      Process process =
          new ProcessBuilder(PROGRAM.toString(), "-C", settings.toString())
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("log").toFile())
              .start();
      return new DemoDav(process, port);
    } catch (IOException e) {
      throw new StartException("Radicale can't start: " + e.getMessage(), e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private static void fill(Path person) throws IOException {
    write(
        person.resolve("contacts"),
        "{\"tag\": \"VADDRESSBOOK\", \"D:displayname\": \"Contacts\"}",
        "bob.vcf",
        """
        BEGIN:VCARD
        VERSION:3.0
        UID:bob
        FN:Bob
        N:;Bob;;;
        EMAIL:bob@example.org
        END:VCARD
        """);
    write(
        person.resolve("calendar"),
        "{\"tag\": \"VCALENDAR\", \"D:displayname\": \"Calendar\"}",
        "revoke.ics",
        """
        BEGIN:VCALENDAR
        VERSION:2.0
        PRODID:-//Latchkey//Demo//EN
        BEGIN:VEVENT
        UID:revoke
        DTSTAMP:20260101T000000Z
        DTSTART:20260101T120000Z
        SUMMARY:Revoke an app password
        END:VEVENT
        END:VCALENDAR
        """);
  }

  private static void write(Path collection, String properties, String name, String item)
      throws IOException {
    Files.createDirectories(collection);
    Files.writeString(collection.resolve(".Radicale.props"), properties);
    Files.writeString(collection.resolve(name), item.replace("\n", "\r\n"));
  }

  /** Returns when it takes connections. */
  void awaitReady() throws StartException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    try {
      while (!isOpen()) {
        if (!process.isAlive() || System.nanoTime() - deadline >= 0) {
          throw new StartException("Radicale hasn't started; its log is in the demo's data folder");
        }
        TimeUnit.MILLISECONDS.sleep(10);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isOpen() {
    try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return probe.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Everything on the DAV port is Radicale's. */
  DavSettings routes() {
    return new DavSettings(
        Optional.empty(),
        Optional.empty(),
        Map.of(
            "radicale",
            DavRouteSettings.defaults(URI.create("http://" + Demo.LOOPBACK + ":" + port + "/"))));
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
