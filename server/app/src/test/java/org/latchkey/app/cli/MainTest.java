// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MainTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "serve",
        "demo",
        "check-config",
        "dns",
        "version",
        "account",
        "account add",
        "account list",
        "account disable",
        "account enable",
        "account delete",
        "app-password",
        "app-password make",
        "app-password list",
        "app-password revoke",
        "app-password revoke-all",
        "primary-password",
        "primary-password set"
      })
  void everyCommandSaysHowItIsUsed(String command) {
    String line = (command + " --help").strip();
    Shell.Ran ran = Shell.run(line.split(" "));
    assertEquals(ExitCode.OK, ran.exitCode(), ran.err());
    assertTrue(ran.out().contains("Usage: latchkey " + command), ran.out());
    assertEquals("", ran.err());
  }

  @Test
  void theHelpNamesTheExitCodes() {
    assertTrue(Shell.run("--help").out().contains("the server can't be reached"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "account",
        "no-such-command",
        "account add",
        "account list --no-such-option",
        "account list --starttls",
        "account list --url http://localhost --bind-password-file p",
        "account list --url ldap://192.0.2.1 --bind-password-file p",
        "account list --url ldaps://localhost --starttls --bind-password-file p",
        "account list --url ldap://localhost",
        "account delete alice",
        "app-password make alice",
        "app-password make alice iPhone --service telnet",
        "app-password make alice iPhone --preset none",
        "app-password make alice iPhone --network 192.0.2.1/24",
        "demo --ports some"
      })
  void whatMakesNoSenseIsTheUsersError(String line) {
    Shell.Ran ran = Shell.run(line.split(" "));
    assertEquals(ExitCode.USAGE, ran.exitCode(), ran.err());
    assertEquals(1, ran.err().lines().count(), ran.err());
    assertTrue(ran.err().startsWith("latchkey: "), ran.err());
    assertEquals("", ran.out());
  }

  @Test
  void aServerThatIsNotThereIsUnavailable(@TempDir Path data) throws IOException {
    Shell.Ran never = Shell.run("account", "list", "--data", data.toString());
    assertEquals(ExitCode.UNAVAILABLE, never.exitCode(), never.err());

    Files.writeString(data.resolve("ports.json"), "{\"adminLdap\":0}");
    Shell.Ran off = Shell.run("account", "list", "--data", data.toString());
    assertEquals(ExitCode.UNAVAILABLE, off.exitCode(), off.err());

    Files.writeString(data.resolve("ports.json"), "{\"adminLdap\":1}");
    Files.writeString(data.resolve("admin-password"), "secret\n");
    Shell.Ran gone = Shell.run("account", "list", "--data", data.toString());
    assertEquals(ExitCode.UNAVAILABLE, gone.exitCode(), gone.err());
    assertEquals(
        "latchkey: the server at 127.0.0.1:1 can't be reached: Connection refused",
        gone.err().strip());
  }

  @Test
  void aStackTraceIsForThoseWhoAsk() {
    String[] line = {"account", "list", "--data", "/nonexistent"};
    assertFalse(Shell.run(line).err().contains("CommandException"));
    Shell.Ran verbose = Shell.run("account", "list", "--data", "/nonexistent", "--verbose");
    assertTrue(verbose.err().contains("CommandException"), verbose.err());
  }

  @Test
  void checkConfigPrintsEveryProblem(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("latchkey.toml"), "x = 1\ny = 2\n");
    Shell.Ran bad = Shell.run("check-config", file.toString());
    assertEquals(ExitCode.REFUSED, bad.exitCode());
    assertEquals(2, bad.err().lines().count(), bad.err());

    Files.writeString(file, "");
    Shell.Ran good = Shell.run("check-config", file.toString());
    assertEquals(ExitCode.OK, good.exitCode());
    assertEquals("ok", good.out().strip());
  }

  @Test
  void aServerWithBadSettingsDoesNotStart(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("latchkey.toml"), "x = 1\n");
    Path data = folder.resolve("data");
    Shell.Ran ran = Shell.run("serve", "--config", file.toString(), "--data", data.toString());
    assertEquals(ExitCode.UNAVAILABLE, ran.exitCode(), ran.err());
    assertFalse(Files.exists(data));
  }

  @Test
  void versionNamesTheJava() {
    Shell.Ran ran = Shell.run("version");
    assertEquals(ExitCode.OK, ran.exitCode());
    assertTrue(ran.out().matches("latchkey .*, Java 2[5-9].*\\R"), ran.out());
  }
}
