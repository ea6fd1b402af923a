// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.unboundid.ldap.sdk.LDAPConnection;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latchkey.integration.Admin;
import org.latchkey.integration.LineClient;
import org.latchkey.integration.Shell;
import org.latchkey.integration.TestAccount;
import org.latchkey.integration.TestServer;
import org.latchkey.integration.TestSettings;

/**
 * The unit that is shipped: its own command, started as a user without privileges, with the folders
 * that systemd makes for it and no others to write in, and nothing to run programs from in {@code
 * /tmp}.
 */
final class SystemdUnitTest {
  private static final int USER = 61_437;
  private static final TestAccount ALICE = TestAccount.of("alice");
  private static final Path UNIT = Installation.top().resolve("config/latchkey.service");

  /**
   * Puts the installation, the settings and the service's folders where the unit has them, in a
   * mount namespace of its own: $1 is the folder that has them all, $2 the options of /tmp, and the
   * rest is what to run.
   */
  private static final String SANDBOX =
      """
      set -e
      here=$1 tmp=$2; shift 2
      mount --make-rprivate /
      mount -t tmpfs none /mnt
      cp -a /etc /mnt/etc
      mkdir -p /mnt/etc/latchkey /mnt/opt/latchkey
      cp "$here/latchkey.toml" /mnt/etc/latchkey/
      chmod 755 /mnt /mnt/etc /mnt/etc/latchkey
      mount --bind /mnt/etc /etc
      mount --bind "$here/opt" /mnt/opt/latchkey
      mount --rbind /mnt/opt /opt
      for each in lib cache log; do
        mkdir -p /mnt/$each/latchkey
        mount --bind "$here/$each" /mnt/$each/latchkey
        mount --rbind /mnt/$each /var/$each
      done
      mount -o remount,bind,ro /
      mount -t tmpfs -o "mode=1777,$tmp" none /tmp
      cd /
      exec setpriv --reuid=%d --regid=%d --clear-groups --no-new-privs --bounding-set=-all -- "$@"
      """
          .formatted(USER, USER);

  @TempDir Path folder;

  private final UnitFile unit = read();

  private static UnitFile read() {
    try {
      return UnitFile.read(UNIT);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @BeforeEach
  void install() throws Exception {
    Shell.demand("setpriv", "unshare", "systemd-analyze");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Installation.in(folder.resolve("opt"));
    Path settings = ChildSettings.write(folder, "60 s");
    Files.setPosixFilePermissions(settings, PosixFilePermissions.fromString("rw-r--r--"));
    for (String each : List.of("lib", "cache", "log")) {
      Path made = Files.createDirectory(folder.resolve(each));
      Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwx------"));
      Files.setAttribute(made, "unix:uid", USER);
      Files.setAttribute(made, "unix:gid", USER);
    }
  }

  private Path data() {
    return folder.resolve("lib");
  }

  /** Starts a command in the sandbox with nothing in its environment but what is given. */
  private Process start(String tmp, List<String> environment, String... command)
      throws IOException {
    List<String> line =
        Stream.of(
                List.of("unshare", "-m", "bash", "-c", SANDBOX, "bash", folder.toString(), tmp),
                List.of("env", "-i", "PATH=/usr/local/bin:/usr/bin:/bin"),
                environment,
                List.of(command))
            .flatMap(List::stream)
            .toList();
    Files.deleteIfExists(data().resolve("ports.json"));
    return new ProcessBuilder(line)
        .redirectOutput(Redirect.DISCARD)
        .redirectError(folder.resolve("stderr").toFile())
        .start();
  }

  /** However long that takes: it either comes up or ends. */
  private void awaitReady(Process server) throws Exception {
    while (!Files.exists(data().resolve("ports.json"))) {
      if (server.waitFor(50, TimeUnit.MILLISECONDS)) {
        fail("it ended with " + server.exitValue() + ":\n" + log());
      }
    }
  }

  private String log() throws IOException {
    return Files.readString(folder.resolve("stderr"));
  }

  private int port(String listener) throws IOException {
    return new JsonObject(Files.readString(data().resolve("ports.json"))).getInteger(listener);
  }

  private void stop(Process server) throws Exception {
    server.destroy();
    assertTrue(server.waitFor(30, TimeUnit.SECONDS), this::quietLog);
    assertEquals(0, server.exitValue(), this::quietLog);
  }

  private String quietLog() {
    try {
      return log();
    } catch (IOException e) {
      return e.toString();
    }
  }

  private String makeAlice() throws Exception {
    LDAPConnection connection = TestServer.connect(port("adminLdap"));
    connection.bind(
        "cn=admin," + TestSettings.BASE,
        Files.readString(data().resolve("admin-password")).strip());
    try (Admin admin = new Admin(connection)) {
      admin.addAccount(ALICE);
      return admin.make(ALICE, "phone").secret();
    }
  }

  private void assertSignsIn(String secret) throws Exception {
    try (LineClient client = LineClient.greeted(port("imap"))) {
      String answer = client.imapLogin(ALICE.uid(), secret);
      assertTrue(answer.startsWith("a OK"), answer);
    }
  }

  private List<String> environment() {
    return List.of(
        "HOME=/var/lib/latchkey",
        "USER=latchkey",
        "LOGNAME=latchkey",
        "STATE_DIRECTORY=/var/lib/" + unit.get("StateDirectory"),
        "CACHE_DIRECTORY=/var/cache/" + unit.get("CacheDirectory"),
        "LOGS_DIRECTORY=/var/log/" + unit.get("LogsDirectory"));
  }

  @Test
  void itsCommandStartsInEmptyFoldersAndSignsIn() throws Exception {
    String command = "umask " + unit.get("UMask") + "; exec " + unit.get("ExecStart");
    Process server = start("noexec", environment(), "bash", "-c", command);
    try {
      awaitReady(server);
      String secret = makeAlice();
      assertSignsIn(secret);
      stop(server);
      assertEquals(
          new TreeSet<>(
              List.of(
                  "admin-password",
                  "audit.jsonl",
                  "directory",
                  "jwks.json",
                  "latchkey-data",
                  "lock",
                  "pepper",
                  "sign-ins.jsonl",
                  "tls",
                  "token-key.jwk",
                  "token-keys")),
          names(data()));
      assertFalse(log().contains("ERROR"), this::quietLog);

      // Once more by hand: another folder, no home, another umask, through a link with a space.
      String byHand =
          "umask 022; ln -s /opt/latchkey/latchkey '/tmp/a link'; cd /usr; exec '/tmp/a link'"
              + " serve --config=/etc/latchkey/latchkey.toml --data=/var/lib/latchkey";
      server = start("exec", List.of(), "bash", "-c", byHand);
      awaitReady(server);
      assertSignsIn(secret);
      stop(server);
      assertEquals("rw-------", mode(data().resolve("audit.jsonl")));
    } finally {
      server.destroyForcibly().waitFor();
    }
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private static SortedSet<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(each -> each.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  @Test
  void systemdHasNothingToSayAgainstIt() throws Exception {
    Path copy = folder.resolve("latchkey.service");
    String launcher = folder.resolve("opt/latchkey").toString();
    Files.writeString(copy, Files.readString(UNIT).replace("/opt/latchkey/latchkey", launcher));
    Shell.Result verified = Shell.run(folder, "systemd-analyze verify --man=no " + copy);
    assertEquals("", verified.text());
    assertEquals(0, verified.exit());
  }

  /** -XX:+ExitOnOutOfMemoryError ends the process with 3. */
  @Test
  void anExitOnOutOfMemoryRestartsIt() {
    assertEquals("on-failure", unit.get("Restart"));
    List<String> prevents =
        List.of(unit.settings().getOrDefault("RestartPreventExitStatus", "").split(" "));
    assertFalse(prevents.contains("3"), prevents.toString());
    assertFalse(List.of(unit.get("SuccessExitStatus").split(" ")).contains("3"));
  }
}
