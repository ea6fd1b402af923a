// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.portal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.latchkey.integration.LineClient;
import org.latchkey.integration.SharedServer;
import org.latchkey.integration.TestAccount;
import org.latchkey.integration.TestAppPassword;
import org.latchkey.integration.TestServer;
import org.latchkey.integration.portal.PortalAtWork.Made;
import org.latchkey.integration.portal.PortalAtWork.Person;
import org.latchkey.integration.portal.PortalVisitor.Answer;

/** The portal and the admin port work on one directory, by the same rules, at the same time. */
@ExtendWith(SharedServer.class)
final class PortalAndAdminPortTest {
  private static final int MOST = 25;
  private static final int ATTEMPTS = 100;

  private final TestServer server;
  private final PortalAtWork portal;
  private Person alice;

  PortalAndAdminPortTest(TestServer server) {
    this.server = server;
    portal = new PortalAtWork(server);
  }

  @BeforeEach
  void enrol() throws Exception {
    alice = portal.enrolled();
    alice.visitor().get("/portal/app-passwords");
  }

  @AfterEach
  void close() {
    portal.close();
  }

  /** The labels that the admin port has, each with its services. */
  private Map<String, Set<String>> onAdminPort(TestAccount account) throws Exception {
    Map<String, Set<String>> all = new TreeMap<>();
    List<SearchResultEntry> found =
        server
            .admin()
            .connection()
            .search(
                account.dn(),
                SearchScope.ONE,
                "(objectClass=latchkeyAppPassword)",
                "cn",
                "latchkeyService")
            .getSearchEntries();
    for (SearchResultEntry each : Objects.requireNonNull(found)) {
      String[] services = each.getAttributeValues("latchkeyService");
      all.put(
          String.valueOf(each.getAttributeValue("cn")),
          services == null ? Set.of() : new TreeSet<>(List.of(services)));
    }
    return all;
  }

  /** By the store: the admin port never shows them. */
  private boolean hasSecondFactor(TestAccount account) {
    return server
        .server()
        .directory()
        .store()
        .findByLogin(account.login())
        .orElseThrow()
        .factors()
        .any();
  }

  private boolean has(String dn, String attribute) throws LDAPException {
    SearchResultEntry entry = server.admin().connection().getEntry(dn, attribute);
    return entry != null && entry.hasAttribute(attribute);
  }

  @Test
  void aHundredAttemptsFromBothSidesLeaveTwentyFive() throws Exception {
    List<PortalVisitor> sessions = new ArrayList<>(List.of(alice.visitor()));
    sessions.add(portal.signIn(alice));
    sessions.add(portal.signIn(alice));
    CyclicBarrier together = new CyclicBarrier(ATTEMPTS);
    List<Callable<Optional<String>>> attempts = new ArrayList<>();
    for (int i = 0; i < ATTEMPTS; i++) {
      String label = "Device " + i;
      PortalVisitor session = sessions.get(i % sessions.size()).twin();
      attempts.add(
          i % 2 == 0
              ? () -> madeHere(session, label, together)
              : () -> madeByLdapadd(label, together));
    }
    Set<String> made = new TreeSet<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Optional<String>> each : threads.invokeAll(attempts)) {
        each.get().ifPresent(made::add);
      }
    }
    assertEquals(MOST, made.size(), made::toString);
    assertEquals(made, onAdminPort(alice.account()).keySet());
    Answer list = alice.visitor().get("/portal/app-passwords");
    assertTrue(list.text().contains(">25 of 25<"), list::toString);
  }

  private static Optional<String> madeHere(
      PortalVisitor session, String label, CyclicBarrier together) throws Exception {
    together.await();
    Answer answer = PortalAtWork.tryToMake(session, label, PortalAtWork.MAIL);
    if (answer.status() == 200) {
      return Optional.of(label);
    }
    assertEquals(422, answer.status(), answer::toString);
    assertTrue(answer.text().contains("You have as many as you may"), answer::toString);
    return Optional.empty();
  }

  private Optional<String> madeByLdapadd(String label, CyclicBarrier together) throws Exception {
    try (LDAPConnection connection = server.bindAsAdmin()) {
      together.await();
      connection.add(
          alice.account().appPasswordDn(label),
          new Attribute("objectClass", "latchkeyAppPassword"));
      return Optional.of(label);
    } catch (LDAPException refused) {
      assertEquals(ResultCode.ADMIN_LIMIT_EXCEEDED, refused.getResultCode());
      return Optional.empty();
    }
  }

  @Test
  void labelThatIsMadeFromBothSidesAtOnceIsMadeOnce() throws Exception {
    CyclicBarrier together = new CyclicBarrier(10);
    List<Callable<Optional<String>>> attempts = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      PortalVisitor session = alice.visitor().twin();
      attempts.add(
          i % 2 == 0
              ? () -> {
                together.await();
                Answer answer = PortalAtWork.tryToMake(session, "iPhone", "mail");
                assertTrue(answer.status() == 200 || answer.status() == 422, answer::toString);
                return answer.status() == 200 ? Optional.of("here") : Optional.empty();
              }
              : () -> {
                try (LDAPConnection connection = server.bindAsAdmin()) {
                  together.await();
                  connection.add(
                      alice.account().appPasswordDn("IPHONE"),
                      new Attribute("objectClass", "latchkeyAppPassword"));
                  return Optional.of("ldapadd");
                } catch (LDAPException refused) {
                  assertEquals(ResultCode.ENTRY_ALREADY_EXISTS, refused.getResultCode());
                  return Optional.empty();
                }
              });
    }
    int made = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Optional<String>> each : threads.invokeAll(attempts)) {
        made += each.get().isPresent() ? 1 : 0;
      }
    }
    assertEquals(1, made);
    assertEquals(1, onAdminPort(alice.account()).size());
  }

  private String idOf(String label) throws Exception {
    SearchResultEntry entry =
        server.admin().connection().getEntry(alice.account().appPasswordDn(label), "entryUUID");
    return entry == null ? "" : String.valueOf(entry.getAttributeValue("entryUUID"));
  }

  @Test
  void adminPortShowsEachChangeOfAppPasswordsAtOnce() throws Exception {
    PortalVisitor visitor = alice.visitor();
    PortalAtWork.make(visitor, "Phone", "mail");
    Set<String> mail = Set.of("imap", "pop3", "sieve", "smtp");
    assertEquals(Map.of("Phone", mail), onAdminPort(alice.account()));
    String id = idOf("Phone");
    visitor.post("/portal/app-passwords/" + id, "label", "Old phone", "preset", "mail");
    assertEquals(Map.of("Old phone", mail), onAdminPort(alice.account()));
    assertEquals(id, idOf("Old phone"));
    visitor.post(
        "/portal/app-passwords/" + id,
        "label",
        "Old phone",
        "preset",
        "chosen",
        "service",
        "imap",
        "service",
        "caldav",
        "expires",
        "2099-12-31",
        "networks",
        "192.0.2.0/24");
    assertEquals(Map.of("Old phone", Set.of("imap", "caldav")), onAdminPort(alice.account()));
    String dn = alice.account().appPasswordDn("Old phone");
    assertTrue(has(dn, "latchkeyExpires") && has(dn, "latchkeyNetwork"));
    visitor.post("/portal/app-passwords/" + id + "/revoke");
    assertEquals(Map.of(), onAdminPort(alice.account()));
    PortalAtWork.make(visitor, "One", "mail");
    PortalAtWork.make(visitor, "Two", "contacts");
    visitor.post("/portal/app-passwords/revoke-all");
    assertEquals(Map.of(), onAdminPort(alice.account()));
  }

  @Test
  void adminPortShowsSecondFactorsAndThePrimaryPasswordAtOnce() throws Exception {
    TestAccount account = server.account();
    assertFalse(hasSecondFactor(account));
    Person person = PortalAtWork.enrol(account, portal.halfWay(account));
    assertTrue(hasSecondFactor(account));
    Made made = PortalAtWork.make(person.visitor(), "Phone", "mail");
    try (LineClient client =
        LineClient.imapSession(server, new TestAppPassword(account, "", made.secret()))) {
      person
          .visitor()
          .post(
              "/portal/password",
              "current",
              account.primaryPassword(),
              "chosen",
              "another primary password",
              "repeated",
              "another primary password");
      assertEquals(Map.of(), onAdminPort(account));
      assertTrue(client.lineUntil(line -> line.startsWith("* BYE")).startsWith("* BYE"));
    }
    PortalVisitor old = portal.visitor();
    old.get("/portal/sign-in");
    assertEquals(
        403, PortalAtWork.givePassword(old, account.login(), account.primaryPassword()).status());
  }

  @Test
  void adminPortShowsWhatAnAdminDoesInThePortalAtOnce() throws Exception {
    Person admin = portal.enrolled();
    server
        .admin()
        .connection()
        .modify(
            "cn=admins,ou=groups," + org.latchkey.integration.TestSettings.BASE,
            new Modification(ModificationType.ADD, "member", admin.account().dn()));
    PortalAtWork.make(alice.visitor(), "Phone", "mail");
    Answer found =
        admin
            .visitor()
            .get("/portal/admin?" + PortalVisitor.encoded("login", alice.account().login()));
    String page = found.header("Location");
    assertTrue(page.startsWith("/portal/admin/accounts/"), found::toString);
    admin.visitor().get(page);
    admin.visitor().post(page + "/revoke/" + idOf("Phone"));
    assertEquals(Map.of(), onAdminPort(alice.account()));
    admin.visitor().post(page + "/reset");
    assertFalse(hasSecondFactor(alice.account()));
    assertFalse(PortalAtWork.isSignedIn(alice.visitor()));
    admin.visitor().post(page + "/disable");
    SearchResultEntry entry =
        server.admin().connection().getEntry(alice.account().dn(), "latchkeyDisabled");
    assertEquals("TRUE", entry == null ? "" : entry.getAttributeValue("latchkeyDisabled"));
    server
        .admin()
        .connection()
        .modify(
            "cn=admins,ou=groups," + org.latchkey.integration.TestSettings.BASE,
            new Modification(ModificationType.DELETE, "member", admin.account().dn()));
    assertEquals(404, admin.visitor().get("/portal/admin").status());
  }
}
