// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.AddRequest;
import com.unboundid.ldap.sdk.CompareRequest;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.DeleteRequest;
import com.unboundid.ldap.sdk.DereferencePolicy;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPResult;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ModifyDNRequest;
import com.unboundid.ldap.sdk.ModifyRequest;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.controls.ManageDsaITRequestControl;
import com.unboundid.ldap.sdk.controls.SimplePagedResultsControl;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Who may see what, on both LDAP ports: every combination of who asks, of base, scope, filter,
 * dereferencing and control, over a directory with something of everything in it, against a plain
 * table.
 */
final class AccessMatrixTest {
  private static final String BASE = TestSettings.BASE;
  private static final String ROOT_DSE = "";
  private static final String SUBSCHEMA = "cn=schema";
  private static final String REFERRAL = "cn=away," + BASE;

  /** What ApacheDS keeps about itself, and what isn't there at all: to everybody the same. */
  private static final List<String> NOT_OURS =
      List.of(
          "ou=system",
          "uid=admin,ou=system",
          "ou=schema",
          "cn=system,ou=schema",
          "ou=config",
          "cn=changelog",
          "dc=elsewhere,dc=org",
          "dc=org");

  private static final List<String> FILTERS =
      List.of(
          "(objectClass=*)",
          "(objectClass=inetOrgPerson)",
          "(uid=bob)",
          "(|(uid=alice)(uid=bob))",
          "(!(uid=nobody))",
          "(cn=*)",
          "(cn=A*)",
          "(entryDN=uid=bob," + TestSettings.PEOPLE + ")",
          "(entryUUID=*)",
          "(&)",
          "(mail>=a)",
          "(uid:caseIgnoreMatch:=bob)",
          "(:caseIgnoreMatch:=bob)",
          "(ou:dn:=people)",
          "(objectClass=referral)");

  /** Each of these would tell of what nobody may see. */
  private static final List<String> ABOUT_SECRETS =
      List.of(
          "(userPassword=*)",
          "(userPassword;x-foo=*)",
          "(2.5.4.35=*)",
          "(latchkeyRevoked=*)",
          "(latchkeyTotp=*)",
          "(userPassword:octetStringMatch:={APW1}1)",
          "(userPassword>=a)",
          "(&(objectClass=*)(userPassword=*))");

  private static final Set<String> NEVER_SHOWN =
      Set.of(
          "userpassword",
          "latchkeyrevoked",
          "latchkeyupstreamsecret",
          "latchkeytotp",
          "latchkeyrecoverycode");

  @TempDir Path folder;

  private TestServer server;
  private final List<String> entries = new ArrayList<>();
  private TestAccount alice;
  private TestAccount bob;
  private TestAccount carol;

  private interface Connect {
    LDAPConnection connection() throws Exception;
  }

  /** Somebody on a port, and the entries that they may see; they may be disconnected and return. */
  private static final class Who {
    private final String name;
    private final Connect connect;
    private final Set<String> sees;
    private LDAPConnection connection;

    Who(String name, Connect connect, Set<String> sees) throws Exception {
      this.name = name;
      this.connect = connect;
      this.sees = sees;
      this.connection = connect.connection();
    }

    LDAPConnection connection() throws Exception {
      if (!connection.isConnected()) {
        connection.close();
        connection = connect.connection();
      }
      return connection;
    }

    void leave() {
      connection.close();
    }

    String name() {
      return name;
    }

    Set<String> sees() {
      return sees;
    }
  }

  @BeforeEach
  void fill() throws Exception {
    server = TestServer.start(folder, TestSettings.usual());
    alice = server.account("alice");
    bob = server.account("bob");
    carol = server.account("carol");
    server.admin().make(bob, "Phone");
    server.admin().delete(server.admin().make(bob, "Old phone").dn());
    LDAPConnection admin = server.admin().connection();
    admin.add(
        "dn: cn=staff,ou=groups," + BASE,
        "objectClass: groupOfNames",
        "cn: staff",
        "member: " + bob.dn());
    admin.add("dn: cn=printer," + BASE, "objectClass: device", "cn: printer");
    admin.add(
        "dn: cn=person," + TestSettings.PEOPLE,
        "objectClass: person",
        "cn: person",
        "sn: person",
        "userPassword: not an account's");
    attempt(
        new AddRequest(
            "dn: " + REFERRAL,
            "objectClass: referral",
            "objectClass: extensibleObject",
            "cn: away",
            "ref: ldap://ldap.example.net/ou=system"));
    for (String target : List.of("ou=system", "uid=admin,ou=system", bob.dn())) {
      attempt(
          new AddRequest(
              "dn: cn=alias" + target.length() + "," + BASE,
              "objectClass: alias",
              "objectClass: extensibleObject",
              "cn: alias" + target.length(),
              "aliasedObjectName: " + target));
    }
    Objects.requireNonNull(
            admin.search(BASE, SearchScope.SUB, "(objectClass=*)", "1.1").getSearchEntries())
        .forEach(each -> entries.add(each.getDN()));
  }

  /** Whether ApacheDS takes such an entry is not this test's concern. */
  private void attempt(AddRequest add) {
    try {
      server.admin().connection().add(add);
    } catch (LDAPException notTaken) {
      assertFalse(notTaken.getResultCode().equals(ResultCode.SERVER_DOWN), notTaken::toString);
    }
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static Set<String> alsoPublic(String... more) {
    Set<String> all = new HashSet<>(List.of(more));
    all.addAll(List.of(ROOT_DSE, SUBSCHEMA));
    return all;
  }

  /** The table. */
  private List<Who> everybody() throws Exception {
    int adminPort = server.ports().adminLdap();
    int userPort = server.ports().ldap();
    TestAppPassword own = server.admin().make(alice, "Laptop");
    TestAppPassword mailOnly = server.admin().make(alice, "Mail", "imap");
    TestAppPassword forAdmins = server.admin().makeAdmin(carol);
    TestAppPassword carols = server.admin().make(carol, "Laptop");
    entries.addAll(List.of(own.dn(), mailOnly.dn(), forAdmins.dn(), carols.dn()));
    Set<String> all = alsoPublic(entries.toArray(String[]::new));
    all.add(REFERRAL); // an entry to whoever asks with ManageDsaIT
    return List.of(
        new Who("admin port, anonymous", () -> TestServer.connect(adminPort), alsoPublic()),
        new Who(
            "admin port, account",
            () -> refused(adminPort, alice.dn(), own.secret()),
            alsoPublic()),
        new Who(
            "admin port, account's primary password",
            () -> refused(adminPort, carol.dn(), carol.primaryPassword()),
            alsoPublic()),
        new Who(
            "admin port, service view",
            () -> refused(adminPort, alice.dnIn("imap"), own.secret()),
            alsoPublic()),
        new Who("admin port, member", () -> bound(adminPort, carol.dn(), forAdmins.secret()), all),
        new Who("admin port, admin", () -> server.bindAsAdmin(), all),
        new Who("user port, anonymous", () -> TestServer.connect(userPort), alsoPublic()),
        new Who(
            "user port, account",
            () -> bound(userPort, alice.dn(), own.secret()),
            alsoPublic(alice.dn())),
        new Who(
            "user port, service view",
            () -> bound(userPort, alice.dnIn("imap"), own.secret()),
            alsoPublic(alice.dnIn("imap"))),
        new Who(
            "user port, service view, for that service only",
            () -> bound(userPort, alice.dnIn("imap"), mailOnly.secret()),
            alsoPublic()),
        new Who(
            "user port, member of admins",
            () -> bound(userPort, carol.dn(), carols.secret()),
            alsoPublic(carol.dn())),
        new Who(
            "user port, with what is for the admin port",
            () -> refused(userPort, carol.dn(), forAdmins.secret()),
            alsoPublic()),
        new Who(
            "user port, by a view of the admin port",
            () -> refused(userPort, carol.dnIn("admin"), forAdmins.secret()),
            alsoPublic()),
        new Who(
            "user port, admin",
            () -> refused(userPort, server.server().adminDn(), server.adminPassword()),
            alsoPublic()));
  }

  private static LDAPConnection bound(int port, String dn, String secret) throws LDAPException {
    LDAPConnection connection = TestServer.connect(port);
    connection.bind(dn, secret);
    return connection;
  }

  private static LDAPConnection refused(int port, String dn, String secret) throws LDAPException {
    LDAPConnection connection = TestServer.connect(port);
    try {
      connection.bind(dn, secret);
      throw new AssertionError(dn + " may bind");
    } catch (LDAPException wrong) {
      assertEquals(ResultCode.INVALID_CREDENTIALS, wrong.getResultCode(), dn);
    }
    return connection;
  }

  private List<String> bases() {
    Set<String> bases = new TreeSet<>(entries);
    bases.addAll(NOT_OURS);
    bases.addAll(
        List.of(
            ROOT_DSE,
            SUBSCHEMA,
            alice.dnIn("imap"),
            bob.dnIn("imap"),
            "uid=nobody," + TestSettings.PEOPLE,
            "cn=nothing," + bob.dn(),
            "cn=nothing," + alice.dn(),
            "ou=nowhere," + BASE));
    return List.copyOf(bases);
  }

  @Test
  void whatLeavesIsWhatTheTableSays() throws Exception {
    List<Control[]> controls =
        List.of(
            new Control[0],
            new Control[] {new ManageDsaITRequestControl()},
            new Control[] {new SimplePagedResultsControl(100)});
    for (Who who : everybody()) {
      for (String base : bases()) {
        for (SearchScope scope : List.of(SearchScope.BASE, SearchScope.ONE, SearchScope.SUB)) {
          assertExactly(who, base, scope);
          for (String filter : FILTERS) {
            assertNothingElse(who, base, scope, filter, DereferencePolicy.NEVER, new Control[0]);
          }
          for (String filter : who.sees().contains(base) ? ABOUT_SECRETS : List.<String>of()) {
            assertEquals(
                Set.of(),
                found(who, base, scope, filter, DereferencePolicy.NEVER, new Control[0]),
                () -> "%s, %s, %s, %s".formatted(who.name(), base, scope, filter));
          }
        }
        for (Control[] with : controls) {
          assertNothingElse(
              who, base, SearchScope.SUB, "(objectClass=*)", DereferencePolicy.ALWAYS, with);
        }
      }
      who.leave();
    }
  }

  /** Whatever is in scope and may be seen is found, and nothing else. */
  private void assertExactly(Who who, String base, SearchScope scope) throws Exception {
    Set<DN> expected = new HashSet<>();
    for (String each : who.sees()) {
      // The root DSE and the subschema are no part of any tree.
      boolean single = each.equals(ROOT_DSE) || each.equals(SUBSCHEMA);
      // What the server has lies below its base; above it there is nothing to search from.
      if (each.equals(REFERRAL) || NOT_OURS.contains(base)) {
        continue;
      }
      boolean inScope =
          (single || base.equals(ROOT_DSE))
              ? scope.equals(SearchScope.BASE) && new DN(each).equals(new DN(base))
              : new DN(each).matchesBaseAndScope(new DN(base), scope);
      if (inScope) {
        expected.add(new DN(each));
      }
    }
    Set<DN> found =
        found(who, base, scope, "(objectClass=*)", DereferencePolicy.NEVER, new Control[0]);
    boolean apart = base.equals(ROOT_DSE) || base.equals(SUBSCHEMA);
    if (apart && !scope.equals(SearchScope.BASE)) {
      // An admin may search everything from the root; the subschema is its own subtree, or
      // nobody's.
      assertWithin(who, found, base);
    } else {
      assertEquals(
          expected, found, () -> "%s, base %s, scope %s".formatted(who.name(), base, scope));
    }
  }

  private void assertNothingElse(
      Who who,
      String base,
      SearchScope scope,
      String filter,
      DereferencePolicy dereferencing,
      Control[] controls)
      throws Exception {
    assertWithin(
        who,
        found(who, base, scope, filter, dereferencing, controls),
        "%s, %s, %s".formatted(base, scope, filter));
  }

  private static void assertWithin(Who who, Set<DN> found, String asked) throws LDAPException {
    Set<DN> sees = new HashSet<>();
    for (String each : who.sees()) {
      sees.add(new DN(each));
    }
    assertTrue(sees.containsAll(found), () -> who.name() + " finds " + found + " by " + asked);
  }

  private static Set<DN> found(
      Who who,
      String base,
      SearchScope scope,
      String filter,
      DereferencePolicy dereferencing,
      Control[] controls)
      throws Exception {
    SearchRequest request =
        new SearchRequest(
            base,
            scope,
            dereferencing,
            0,
            0,
            false,
            Filter.create(filter),
            "*",
            "+",
            "userPassword");
    request.setControls(controls);
    request.setFollowReferrals(false);
    SearchResult result;
    try {
      result = who.connection().search(request);
    } catch (LDAPSearchException refused) {
      result = refused.getSearchResult();
    }
    Set<DN> found = new HashSet<>();
    for (var entry :
        Objects.requireNonNullElse(result.getSearchEntries(), List.<SearchResultEntry>of())) {
      found.add(entry.getParsedDN());
      entry
          .getAttributes()
          .forEach(
              each ->
                  assertTrue(
                      !NEVER_SHOWN.contains(each.getBaseName().toLowerCase(Locale.ROOT)),
                      () -> who.name() + " reads " + each.getName()));
    }
    return found;
  }

  private interface Operation {
    LDAPResult on(LDAPConnection connection, String dn) throws LDAPException;
  }

  private static final List<Operation> OPERATIONS =
      List.of(
          (connection, dn) -> connection.search(dn, SearchScope.BASE, "(objectClass=*)"),
          (connection, dn) -> connection.search(dn, SearchScope.SUB, "(uid=x)"),
          (connection, dn) -> connection.compare(new CompareRequest(dn, "objectClass", "top")),
          (connection, dn) -> connection.compare(new CompareRequest(dn, "userPassword", "x")),
          (connection, dn) -> connection.delete(new DeleteRequest(dn)),
          (connection, dn) ->
              connection.modify(
                  new ModifyRequest(dn, new Modification(ModificationType.DELETE, "title"))),
          (connection, dn) -> connection.modifyDN(new ModifyDNRequest(dn, "cn=x", true)),
          (connection, dn) ->
              connection.modifyDN(new ModifyDNRequest("cn=q," + BASE, "cn=q", true, dn)),
          (connection, dn) ->
              connection.add(new AddRequest(new DN("cn=x," + dn), Set.of(classOf()))));

  private static com.unboundid.ldap.sdk.Attribute classOf() {
    return new com.unboundid.ldap.sdk.Attribute("objectClass", "device");
  }

  /** What is hidden is answered like what isn't there, to the last octet, whatever is asked. */
  @Test
  void noAnswerTellsWhatIsHiddenFromWhatIsNotThere() throws Exception {
    List<List<String>> alike =
        List.of(
            List.of(
                "uid=nobody," + TestSettings.PEOPLE, bob.dn(), "cn=person," + TestSettings.PEOPLE),
            List.of("cn=nothing," + bob.dn(), "cn=Phone," + bob.dn()),
            List.of("dc=elsewhere,dc=org", "ou=system", "ou=schema", "ou=config"),
            List.of("uid=nobody,ou=system", "uid=admin,ou=system", "ou=users,ou=system"));
    for (Who who : everybody()) {
      for (List<String> group : alike) {
        if (who.sees().contains(group.get(1))) {
          continue;
        }
        for (int i = 0; i < OPERATIONS.size(); i++) {
          Set<String> answers = new HashSet<>();
          for (String dn : group) {
            answers.add(answer(OPERATIONS.get(i), who, dn));
          }
          int number = i;
          assertEquals(
              1, answers.size(), () -> who.name() + ", " + group + ", " + number + ": " + answers);
        }
      }
      who.leave();
    }
  }

  private static String answer(Operation operation, Who who, String dn) throws Exception {
    try {
      return text(operation.on(who.connection(), dn));
    } catch (LDAPException refused) {
      // A connection that nobody has signed in on may ask so often, and then has to come again.
      return refused.getResultCode().equals(ResultCode.SERVER_DOWN)
          ? answer(operation, who, dn)
          : text(refused.toLDAPResult());
    }
  }

  private static String text(LDAPResult result) {
    return result.getResultCode()
        + " "
        + result.getMatchedDN()
        + " "
        + result.getDiagnosticMessage();
  }
}
