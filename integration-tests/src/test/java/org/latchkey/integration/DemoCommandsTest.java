// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.latchkey.app.demo.Demo;

/** What the demo prints can be pasted, command by command, and does what it says. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class DemoCommandsTest {
  private static final String ALICE = "uid=alice,ou=people,dc=example,dc=org";

  @TempDir private static Path folder;

  private static Path data;
  private static Demo demo;
  private static String printed;

  @BeforeAll
  static void start() throws Exception {
    data = folder.resolve("demo");
    demo = Demo.start(Optional.of(data), true, () -> {});
    printed = demo.introduction();
  }

  @AfterAll
  static void stop() {
    demo.close();
  }

  private static List<String> commands() {
    return printed
        .lines()
        .filter(line -> line.startsWith("  "))
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .toList();
  }

  /** What a command is expected to come to. */
  private record Expected(String start, int exit, String says) {}

  private static final List<Expected> CLIENTS =
      List.of(
          new Expected("curl", 0, "\"INBOX\""),
          new Expected("curl", 0, "Subject: Welcome to Latchkey"),
          new Expected("echo", 0, ""),
          new Expected("swaks", 0, "235 2.7.0"),
          new Expected("curl", 0, "/alice%40example.org/contacts/bob.vcf"),
          new Expected("curl", 0, "FN:Bob"),
          new Expected("LDAPTLS_CACERT", 0, "dn:" + ALICE));

  private static final List<Expected> ADMIN =
      List.of(
          new Expected("ldapsearch", 0, "dn: cn=Demo," + ALICE),
          new Expected("ldappasswd", 0, "New password: "),
          new Expected("ldapdelete", 0, ""),
          new Expected("ldapdelete", 0, ""));

  private static final List<Expected> REFUSED =
      List.of(
          new Expected("curl", 67, "denied"),
          new Expected("curl", 67, "denied"),
          new Expected("echo", 67, "denied"),
          new Expected("swaks", 28, "535 5.7.8"),
          new Expected("curl", 0, "Sign in with an app password."),
          new Expected("curl", 0, "Sign in with an app password."),
          new Expected("LDAPTLS_CACERT", 49, "Invalid credentials (49)"));

  @Test
  @Order(1)
  void everyPrintedCommandWorksUntilTheLastOneRevokes() throws Exception {
    Shell.demand(
        "radicale", "curl", "swaks", "ldapwhoami", "ldapsearch", "ldappasswd", "ldapdelete");
    List<String> commands = commands();
    assertEquals(CLIENTS.size() + ADMIN.size(), commands.size(), printed);
    List<String> asClients = commands.subList(0, CLIENTS.size());
    check(CLIENTS, asClients);
    check(ADMIN, commands.subList(CLIENTS.size(), commands.size()));
    check(REFUSED, asClients);
  }

  private static void check(List<Expected> expected, List<String> commands)
      throws IOException, InterruptedException {
    for (int i = 0; i < commands.size(); i++) {
      Expected wanted = expected.get(i);
      Shell.Result result = Shell.run(folder, commands.get(i));
      assertTrue(result.command().startsWith(wanted.start()), result.command());
      assertEquals(wanted.exit(), result.exit(), result.toString());
      assertTrue(result.text().contains(wanted.says()), result.toString());
      assertFalse(result.text().contains("{APW1}"), result.toString());
    }
  }

  @Test
  @Order(2)
  void demoJsonTellsScriptsAllThereIs() throws Exception {
    JsonObject json = new JsonObject(Files.readString(data.resolve("demo.json")));
    assertEquals(Set.of("host", "ports", "certificate", "admin", "accounts"), json.fieldNames());
    assertEquals("127.0.0.1", json.getString("host"));
    JsonObject ports = json.getJsonObject("ports");
    assertEquals(
        Set.of(
            "imap",
            "imaps",
            "submission",
            "submissions",
            "pop3",
            "pop3s",
            "sieve",
            "https",
            "portal",
            "ldap",
            "ldaps",
            "adminLdap",
            "health"),
        ports.fieldNames());
    for (String name : ports.fieldNames()) {
      // The first three have no upstream, and the portal is on the https port.
      boolean open = !Set.of("pop3", "pop3s", "sieve", "portal").contains(name);
      assertEquals(open, ports.getInteger(name) > 0, name);
    }
    assertTrue(Files.isRegularFile(Path.of(json.getString("certificate"))));
    JsonObject admin = json.getJsonObject("admin");
    assertEquals(Set.of("dn", "passwordFile"), admin.fieldNames());
    assertEquals("cn=admin,dc=example,dc=org", admin.getString("dn"));
    assertTrue(Files.isRegularFile(Path.of(admin.getString("passwordFile"))));
    checkAccounts(json.getJsonArray("accounts"));
  }

  private static void checkAccounts(JsonArray accounts) {
    List<String> uids = List.of("alice", "bob");
    assertEquals(uids.size(), accounts.size());
    for (int i = 0; i < uids.size(); i++) {
      JsonObject account = accounts.getJsonObject(i);
      String dn = "uid=" + uids.get(i) + ",ou=people,dc=example,dc=org";
      assertEquals(
          Set.of("login", "dn", "primaryPassword", "appPassword", "appPasswordDn"),
          account.fieldNames());
      assertEquals(uids.get(i) + "@example.org", account.getString("login"));
      assertEquals(dn, account.getString("dn"));
      assertEquals("cn=Demo," + dn, account.getString("appPasswordDn"));
      assertTrue(account.getString("appPassword").matches("([a-z]{5}-){4}[a-z]{5}"));
      assertFalse(account.getString("primaryPassword").isEmpty());
    }
  }

  @Test
  @Order(3)
  void theServersOwnJarsHaveNoMailServer() throws Exception {
    Path lib = Path.of("..", "server", "app", "target", "latchkey", "lib");
    assumeTrue(Files.isDirectory(lib), "not packaged: mvn verify does that");
    try (var jars = Files.list(lib)) {
      List<String> names = jars.map(jar -> jar.getFileName().toString()).toList();
      assertTrue(names.contains("latchkey-app.jar"), names.toString());
      assertTrue(names.stream().noneMatch(name -> name.contains("greenmail")), names.toString());
    }
  }

  @Test
  @Order(4)
  void secretsInTheDataFolderAreTheServersAlone() throws Exception {
    for (String file :
        List.of(
            "pepper",
            "admin-password",
            "demo.json",
            "tls/key.pem",
            "tls/admin-port.p12",
            "directory/data.mdb")) {
      assertEquals("rw-------", permissions(data.resolve(file)), file);
    }
    for (String folderName : List.of("", "tls", "directory")) {
      assertEquals("rwx------", permissions(data.resolve(folderName)), folderName);
    }
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
