// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.peers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Dovecot with IMAP, POP3, ManageSieve and LMTP, set up by {@code
 * config/examples/dovecot-postfix/dovecot}. It runs as root, its mailboxes belong to nobody.
 */
public final class Dovecot implements AutoCloseable {
  /** The master user, who signs in for others. */
  public static final String MASTER = "latchkey";

  /** The master user's password: for a server that a test runs, no secret. */
  public static final String MASTER_PASSWORD = "the-masters-password-of-a-test";

  private static final String[] PROGRAMS = {
    "/usr/sbin/dovecot",
    "/usr/bin/doveadm",
    "/usr/lib/dovecot/imap",
    "/usr/lib/dovecot/pop3",
    "/usr/lib/dovecot/managesieve",
    "/usr/lib/dovecot/lmtp",
    "openssl"
  };

  /** How Latchkey signs in to it. */
  public enum SignIn {
    /** As a master user, by SASL PLAIN. */
    MASTER,
    /** By OAUTHBEARER or XOAUTH2 with a token that it checks by a public key. */
    TOKEN
  }

  /** Whether it speaks TLS. */
  public enum Security {
    CLEAR,
    STARTTLS_AND_TLS
  }

  /**
   * Where it listens on 127.0.0.1.
   *
   * @param imaps 0 without TLS
   * @param pop3s 0 without TLS
   */
  public record Listeners(int imap, int imaps, int pop3, int pop3s, int sieve) {}

  private final ScratchFolder scratch;
  private final Certificate certificate;
  private final Listeners listeners;
  private final Program program;

  private Dovecot(
      ScratchFolder scratch, Certificate certificate, Listeners listeners, Program program) {
    this.scratch = scratch;
    this.certificate = certificate;
    this.listeners = listeners;
    this.program = program;
  }

  /** Fails or aborts the test where Dovecot isn't installed. */
  public static void demand() {
    Installed.demand(PROGRAMS);
  }

  /**
   * Starts one and waits for it.
   *
   * @param logins whose mailboxes there are, as in {@code alice@example.org}
   */
  public static Dovecot start(SignIn signIn, Security security, String... logins)
      throws IOException, InterruptedException {
    demand();
    ScratchFolder scratch = ScratchFolder.make("dovecot");
    Path folder = scratch.path();
    boolean tls = security == Security.STARTTLS_AND_TLS;
    List<Integer> free = Ports.free(5);
    Listeners listeners =
        new Listeners(
            free.get(0), tls ? free.get(1) : 0, free.get(2), tls ? free.get(3) : 0, free.get(4));
    Certificate certificate = Certificate.make(folder);
    scratch.folder("mail", "nobody");
    scratch.folder("spool/private", "postfix");
    Path settings = write(folder, signIn, listeners, tls ? security(certificate) : "");
    writeUsers(folder, logins);
    Program program = Program.start(folder, PROGRAMS[0], "-F", "-c", settings.toString());
    program.awaitPort(listeners.imap());
    return new Dovecot(scratch, certificate, listeners, program);
  }

  private static String security(Certificate certificate) {
    return """

        ssl = yes
        ssl_cert = <%s
        ssl_key = <%s
        """
        .formatted(certificate.chain(), certificate.key());
  }

  private static Path write(Path folder, SignIn signIn, Listeners ports, String security)
      throws IOException {
    Path etc = folder.resolve("etc");
    for (String name : List.of("auth-master.conf.ext", "auth-jwt.conf.ext", "oauth2.conf.ext")) {
      example(name).with("/etc/dovecot", etc).writeTo(etc.resolve(name));
    }
    Example main =
        example("dovecot.conf")
            .with("/etc/dovecot", etc)
            .with("/var/vmail", folder.resolve("mail"))
            .with("/var/spool/postfix", folder.resolve("spool"))
            .with("uid=vmail gid=vmail", "uid=nobody gid=nogroup")
            .with("10143", ports.imap())
            .with("10110", ports.pop3())
            .with("14190", ports.sieve())
            .with("listener imaps {\n    port = 0", "listener imaps {\n    port = " + ports.imaps())
            .with("listener pop3s {\n    port = 0", "listener pop3s {\n    port = " + ports.pop3s())
            .plus(own(folder))
            .plus(security);
    if (signIn == SignIn.TOKEN) {
      main.with("\n!include auth-master", "\n#!include auth-master")
          .with("\n#!include auth-jwt", "\n!include auth-jwt");
    }
    return main.writeTo(etc.resolve("dovecot.conf"));
  }

  private static Example example(String name) throws IOException {
    return Example.read("dovecot-postfix/dovecot/" + name);
  }

  /**
   * What is this instance's own: a loss of power is no worry of a test's, and refusals come at
   * once.
   */
  private static String own(Path folder) {
    return """

        base_dir = %1$s/run
        state_dir = %1$s/state
        log_path = %1$s/dovecot.log
        mail_fsync = never
        auth_failure_delay = 0
        service anvil {
          unix_listener anvil-auth-penalty {
            mode = 0
          }
        }
        """
        .formatted(folder);
  }

  private static void writeUsers(Path folder, String... logins) throws IOException {
    StringBuilder users = new StringBuilder();
    for (String login : logins) {
      users.append(login).append("::::::\n");
    }
    Path etc = folder.resolve("etc");
    Files.writeString(etc.resolve("users"), users);
    Files.writeString(
        etc.resolve("master-users"), MASTER + ":{PLAIN}" + MASTER_PASSWORD + "::::::\n");
    Files.createDirectories(etc.resolve("keys"));
  }

  /** Where it listens. */
  public Listeners listeners() {
    return listeners;
  }

  /** What it shows where it speaks TLS. */
  public Certificate certificate() {
    return certificate;
  }

  /** Where Postfix finds its sockets: what is {@code /var/spool/postfix} in the example. */
  Path spool() {
    return scratch.path().resolve("spool");
  }

  /**
   * Makes it believe what is signed by a key.
   *
   * @param issuedTo the tokens' {@code azp}
   * @param keyId the tokens' {@code kid}
   * @param key the public key, DER
   */
  public void trust(String issuedTo, String keyId, byte[] key) throws IOException {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key);
    Path folder =
        Files.createDirectories(
            scratch.path().resolve("etc/keys").resolve(issuedTo).resolve("ES256"));
    Files.writeString(
        folder.resolve(keyId),
        "-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n");
  }

  /** Makes it believe every key in a folder of {@code azp/ES256/kid} files. */
  public void trustAllIn(Path keys) throws IOException {
    Path trusted = scratch.path().resolve("etc/keys");
    try (Stream<Path> all = Files.walk(keys)) {
      for (Path each : all.filter(Files::isRegularFile).toList()) {
        Path copy = trusted.resolve(keys.relativize(each).toString());
        Files.createDirectories(copy.resolve("..").normalize());
        Files.writeString(copy, Files.readString(each));
      }
    }
  }

  /** Runs {@code doveadm} on it and gives what it printed. */
  public String doveadm(String... arguments) throws IOException, InterruptedException {
    return doveadm(Path.of("/dev/null"), arguments);
  }

  private String doveadm(Path input, String... arguments) throws IOException, InterruptedException {
    List<String> command = new java.util.ArrayList<>(List.of(PROGRAMS[1], "-c", settings()));
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile(scratch.path(), "doveadm", "");
    Process process =
        new ProcessBuilder(command)
            .redirectInput(input.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("still running after a minute: " + command);
    }
    String printed = new String(Files.readAllBytes(out), StandardCharsets.UTF_8);
    Files.delete(out);
    if (process.exitValue() != 0) {
      throw new IOException(command + " exited with " + process.exitValue() + ": " + printed);
    }
    return printed;
  }

  private String settings() {
    return scratch.path().resolve("etc/dovecot.conf").toString();
  }

  /** How many sessions {@code doveadm who} shows of a person in a service such as {@code imap}. */
  public int sessions(String login, String service) throws IOException, InterruptedException {
    int count = 0;
    for (String line : doveadm("who", "-1").lines().toList()) {
      List<String> columns = List.of(line.trim().split("\\s+", -1));
      if (columns.contains(login) && columns.contains(service)) {
        count++;
      }
    }
    return count;
  }

  /** Puts a message into a person's mailbox. */
  public void save(String login, Path message) throws IOException, InterruptedException {
    doveadm(message, "save", "-u", login, "-m", "INBOX");
  }

  /** All that it logged until now. */
  public String log() throws IOException {
    Path log = scratch.path().resolve("dovecot.log");
    return program.log()
        + (Files.exists(log) ? new String(Files.readAllBytes(log), StandardCharsets.UTF_8) : "");
  }

  @Override
  public void close() throws IOException {
    program.close();
    scratch.close();
  }
}
