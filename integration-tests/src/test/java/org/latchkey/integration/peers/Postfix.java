// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Postfix with the submission service of {@code config/examples/dovecot-postfix/postfix}, which
 * delivers into a {@link Dovecot}. It runs as root, in the foreground, without chroot.
 */
public final class Postfix implements AutoCloseable {
  private static final String POSTFIX = "/usr/sbin/postfix";
  private static final Path SERVICES = Path.of("/usr/share/postfix/master.cf.dist");

  private final ScratchFolder scratch;
  private final Program program;
  private final int port;

  private Postfix(ScratchFolder scratch, Program program, int port) {
    this.scratch = scratch;
    this.program = program;
    this.port = port;
  }

  /** Fails or aborts the test where Postfix isn't installed. */
  public static void demand() {
    Installed.demand(POSTFIX);
  }

  /** Starts one and waits for it. */
  public static Postfix start(Dovecot dovecot) throws IOException, InterruptedException {
    demand();
    ScratchFolder scratch = ScratchFolder.make("postfix");
    Path folder = scratch.path();
    int port = Ports.free(1).getFirst();
    scratch.folder("data", "postfix");
    scratch.folder("queue", "root");
    Path etc = folder.resolve("etc");
    Path sockets = dovecot.spool().resolve("private");
    example("main.cf")
        .with("private/dovecot-lmtp", sockets.resolve("dovecot-lmtp"))
        .plus(own(folder))
        .writeTo(etc.resolve("main.cf"));
    example("sender-logins").writeTo(etc.resolve("sender-logins"));
    Path services =
        example("master.cf")
            .with("10587", port)
            .with("private/auth", sockets.resolve("auth"))
            .writeTo(etc.resolve("master.cf"));
    Files.writeString(services, internalServices() + Files.readString(services));
    Program program = Program.start(folder, POSTFIX, "-c", etc.toString(), "start-fg");
    program.awaitPort(port);
    return new Postfix(scratch, program, port);
  }

  private static Example example(String name) throws IOException {
    return Example.read("dovecot-postfix/postfix/" + name);
  }

  private static String own(Path folder) {
    return """

    queue_directory = %1$s/queue
    data_directory = %1$s/data
    maillog_file = /dev/stdout
    inet_protocols = ipv4
    """
        .formatted(folder);
  }

  /** What the system's master.cf has for Postfix itself: no ports, and here no chroot. */
  private static String internalServices() throws IOException {
    List<String> internal =
        Files.readAllLines(SERVICES).stream()
            .filter(line -> line.matches("[a-z]+ +unix.*") && !line.matches(".*(pipe|smtp)$"))
            .map(line -> line.split(" +|\t+", -1))
            .map(Postfix::withoutChroot)
            .toList();
    return internal.stream().collect(Collectors.joining("\n", "", "\n"));
  }

  private static String withoutChroot(String... columns) {
    columns[4] = "n";
    return String.join(" ", columns);
  }

  /** Says who may send as which address, as the example's file of that name does. */
  public void senderLogins(String table) throws IOException, InterruptedException {
    Path etc = scratch.path().resolve("etc");
    Files.writeString(etc.resolve("sender-logins"), table);
    int exit =
        new ProcessBuilder(POSTFIX, "-c", etc.toString(), "reload")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor();
    if (exit != 0) {
      throw new IOException("postfix reload exited with " + exit);
    }
  }

  /** Where its submission service listens on 127.0.0.1. */
  public int port() {
    return port;
  }

  /** All that it logged until now. */
  public String log() throws IOException {
    return program.log();
  }

  @Override
  public void close() throws IOException {
    program.close();
    scratch.close();
  }
}
