// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedExtendedRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldif.LDIFException;
import com.unboundid.util.json.JSONException;
import com.unboundid.util.json.JSONObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latchkey.app.cli.Shell.Answering;
import org.latchkey.app.cli.Shell.Ran;

/** The commands against a directory that has LDAP's rules, but none of Latchkey's. */
final class AdminCommandsTest {
  private static final String PEOPLE = "ou=people,dc=example,dc=org";
  private static final String ALICE = "uid=alice," + PEOPLE;

  @TempDir private Path data;
  private InMemoryDirectoryServer server;
  private volatile boolean refusesPasswordChanges;

  /** Refuses password changes when it is told to. */
  private final class Refusing extends InMemoryOperationInterceptor {
    @Override
    public void processExtendedRequest(InMemoryInterceptedExtendedRequest request)
        throws LDAPException {
      if (refusesPasswordChanges) {
        throw new LDAPException(ResultCode.UNWILLING_TO_PERFORM, "not now");
      }
    }
  }

  @BeforeEach
  void start() throws LDAPException, LDIFException, IOException {
    InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig("dc=example,dc=org");
    config.setSchema(null);
    config.addAdditionalBindCredentials("cn=admin,dc=example,dc=org", "admin's secret");
    config.addInMemoryOperationInterceptor(new Refusing());
    server = new InMemoryDirectoryServer(config);
    server.startListening();
    server.add("dn: dc=example,dc=org", "objectClass: domain", "dc: example");
    server.add("dn: " + PEOPLE, "objectClass: organizationalUnit", "ou: people");
    Files.writeString(
        data.resolve("ports.json"), "{\"imap\":0,\"adminLdap\":" + server.getListenPort() + "}\n");
    Files.writeString(data.resolve("admin-password"), "admin's secret\n");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Ran run(String... args) {
    return typing("", args);
  }

  private Ran typing(String in, String... args) {
    return Shell.run(in, null, withData(args));
  }

  private Ran asking(Terminal.Person person, String... args) {
    return Shell.run("", person, withData(args));
  }

  private String[] withData(String... args) {
    List<String> all = new ArrayList<>(Arrays.asList(args));
    all.addAll(2, List.of("--data", data.toString()));
    return all.toArray(String[]::new);
  }

  private Ran done(String... args) {
    Ran ran = run(args);
    assertEquals(ExitCode.OK, ran.exitCode(), ran.err());
    return ran;
  }

  private Entry entry(String dn) throws LDAPException {
    Entry entry = server.getEntry(dn);
    assertTrue(entry != null, dn);
    return entry;
  }

  private int appPasswords() throws LDAPException {
    return server
        .search(ALICE, SearchScope.ONE, "(objectClass=latchkeyAppPassword)")
        .getEntryCount();
  }

  @Test
  void anAddressIsALoginNameWithItsMail() throws LDAPException {
    done(
        "account",
        "add",
        "alice@example.org",
        "--name",
        "Alice Example",
        "--mail",
        "a@example.org");
    Entry alice = entry(ALICE);
    assertEquals(List.of("a@example.org", "alice@example.org"), Values.all(alice, "mail"));
    assertEquals("Alice Example", Values.one(alice, "cn"));
    assertEquals("Example", Values.one(alice, "sn"));
    assertTrue(alice.hasObjectClass("latchkeyAccount") && alice.hasObjectClass("inetOrgPerson"));
    assertFalse(alice.hasAttribute("userPassword"));
  }

  @Test
  void aPasswordComesFromTheInputAFileOrSomebody() throws LDAPException, IOException {
    assertEquals(
        0, typing("from input\n", "account", "add", "a", "--password-file", "-").exitCode());
    assertEquals("from input", Values.one(entry("uid=a," + PEOPLE), "userPassword"));

    Path file = Files.writeString(data.resolve("p"), " from file \r\n");
    done("account", "add", "b", "--password-file", file.toString());
    assertEquals(" from file ", Values.one(entry("uid=b," + PEOPLE), "userPassword"));

    assertEquals(0, asking(Answering.with("typed", "typed"), "account", "add", "c").exitCode());
    assertEquals("typed", Values.one(entry("uid=c," + PEOPLE), "userPassword"));

    assertEquals(2, asking(Answering.with("typed", "typo"), "account", "add", "d").exitCode());
    assertEquals(2, typing("\n", "account", "add", "d", "--password-file", "-").exitCode());
    assertEquals(null, server.getEntry("uid=d," + PEOPLE));

    assertEquals(0, asking(Answering.with(""), "account", "add", "e").exitCode());
    assertFalse(entry("uid=e," + PEOPLE).hasAttribute("userPassword"));
  }

  @Test
  void accountsAreFoundByUidAndMailAndNothingElse() {
    done("account", "add", "alice@example.org", "--name", "Alice Example");
    done("account", "disable", "alice");
    done("account", "enable", "ALICE@example.org");
    for (String nobody : List.of("Alice Example", "*", "a*", "alice)(uid=*", "")) {
      Ran ran = run("account", "disable", nobody);
      assertEquals(ExitCode.REFUSED, ran.exitCode(), nobody);
    }
  }

  @Test
  void disablingIsSeenInTheList() throws LDAPException, JSONException {
    done("account", "add", "alice");
    done("account", "disable", "alice");
    assertEquals("TRUE", Values.one(entry(ALICE), "latchkeyDisabled"));
    assertTrue(done("account", "list").out().lines().toList().get(1).endsWith("disabled"));
    JSONObject listed = theOneObject(done("account", "list", "--json"));
    assertEquals(true, listed.getFieldAsBoolean("disabled"));
    done("account", "enable", "alice");
    assertFalse(entry(ALICE).hasAttribute("latchkeyDisabled"));
  }

  @Test
  void deletingIsConfirmed() throws LDAPException {
    done("account", "add", "alice");
    assertEquals(ExitCode.USAGE, run("account", "delete", "alice").exitCode());
    Ran no = asking(Answering.no(), "account", "delete", "alice");
    assertEquals(ExitCode.REFUSED, no.exitCode());
    assertTrue(entry(ALICE).hasAttribute("uid"));
    assertEquals(0, asking(Answering.with(), "account", "delete", "alice").exitCode());
    done("account", "add", "alice");
    done("account", "delete", "alice", "--yes");
    assertEquals(null, server.getEntry(ALICE));
  }

  @Test
  void anAppPasswordIsPrintedOnALineOfItsOwn() throws LDAPException, JSONException {
    done("account", "add", "alice");
    Ran made = done("app-password", "make", "alice", "iPhone");
    assertEquals(1, made.out().lines().count());
    assertEquals(Values.one(entry("cn=iPhone," + ALICE), "userPassword"), made.out().strip());
    assertFalse(made.err().contains(made.out().strip()));

    Ran json = done("app-password", "make", "alice", "laptop", "--json", "--preset", "mail");
    Entry laptop = entry("cn=laptop," + ALICE);
    assertEquals(
        Values.one(laptop, "userPassword"),
        new JSONObject(json.out()).getFieldAsString("password"));
    assertEquals(List.of("imap", "pop3", "sieve", "smtp"), Values.all(laptop, "latchkeyService"));
  }

  @Test
  void aLabelThatIsTakenKeepsItsPassword() throws LDAPException {
    done("account", "add", "alice");
    String first = done("app-password", "make", "alice", "iPhone").out().strip();
    Ran second = run("app-password", "make", "alice", "iphone");
    assertEquals(ExitCode.REFUSED, second.exitCode());
    assertEquals("", second.out());
    assertEquals(first, Values.one(entry("cn=iPhone," + ALICE), "userPassword"));
  }

  @Test
  void anAppPasswordThatGetsNoSecretIsRemoved() throws LDAPException {
    done("account", "add", "alice");
    refusesPasswordChanges = true;
    assertEquals(ExitCode.REFUSED, run("app-password", "make", "alice", "iPhone").exitCode());
    assertEquals(0, appPasswords());
  }

  @Test
  void labelsMayHoldAnything() throws LDAPException, JSONException {
    done("account", "add", "alice");
    for (String label : List.of("a,b+c=\"d\\<e>;#", " ends ", "#x", "@file", "(*)", "☃ 📱")) {
      done("app-password", "make", "alice", label);
      JSONObject listed = theOneObject(done("app-password", "list", "alice", "--json"));
      assertEquals(label, listed.getFieldAsString("label"));
      done("app-password", "revoke", "alice", label);
      assertEquals(0, appPasswords());
    }
    done("app-password", "make", "alice", "--", "-x");
    assertEquals(ExitCode.REFUSED, run("app-password", "revoke", "alice", "y").exitCode());
    assertEquals(ExitCode.USAGE, run("app-password", "make", "alice", "a\u001bb").exitCode());
    assertEquals(1, appPasswords());
  }

  @Test
  void revokingAllSaysHowMany() throws LDAPException {
    done("account", "add", "alice");
    done("app-password", "make", "alice", "one");
    done("app-password", "make", "alice", "two");
    assertEquals(
        "Revoked 2 app passwords.", done("app-password", "revoke-all", "alice").err().strip());
    assertEquals(0, appPasswords());
  }

  @Test
  void aListShowsTheLastUse() {
    done("account", "add", "alice");
    done("app-password", "make", "alice", "one", "--service", "imap", "--expires", "2999-01-31");
    String before = done("app-password", "list", "alice").out();
    assertTrue(before.contains("never") && before.contains("2999-01-31 23:59"), before);
  }

  @Test
  void thePrimaryPasswordIsSet() throws LDAPException {
    done("account", "add", "alice");
    Ran set = typing("a new one\n", "primary-password", "set", "alice", "--password-file", "-");
    assertEquals(ExitCode.OK, set.exitCode(), set.err());
    assertTrue(set.err().contains("revoked 0 app passwords"), set.err());
    assertEquals("a new one", Values.one(entry(ALICE), "userPassword"));
    assertEquals(ExitCode.USAGE, run("primary-password", "set", "alice").exitCode());
  }

  @Test
  void aWrongAdminPasswordIsRefused() throws IOException {
    Files.writeString(data.resolve("admin-password"), "wrong");
    assertEquals(ExitCode.REFUSED, run("account", "list").exitCode());
  }

  @Test
  void aUrlNamesAnotherServer() throws IOException {
    Path secret = Files.writeString(data.resolve("secret"), "admin's secret");
    Ran ran =
        Shell.run(
            "account",
            "list",
            "--url",
            "ldap://localhost:" + server.getListenPort(),
            "--bind-password-file",
            secret.toString(),
            "--bind-dn",
            "cn=admin,dc=example,dc=org");
    assertEquals(ExitCode.OK, ran.exitCode(), ran.err());
  }

  private static JSONObject theOneObject(Ran ran) throws JSONException {
    String array = ran.out().strip();
    return new JSONObject(array.substring(1, array.length() - 1).strip());
  }
}
