// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.portal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.SearchResultEntry;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.latchkey.integration.LineClient;
import org.latchkey.integration.TestAccount;
import org.latchkey.integration.TestAppPassword;
import org.latchkey.integration.TestServer;
import org.latchkey.integration.TestSettings;
import org.latchkey.integration.portal.PortalAtWork.Person;
import org.latchkey.integration.portal.PortalVisitor.Answer;

/** An admin at the account of another person, and at their own. */
final class AdminPagesTest extends PortalUnderAttack {
  private static final String ADMINS = "cn=admins,ou=groups," + TestSettings.BASE;

  private Person admin;
  private Person other;
  private String page;

  AdminPagesTest(TestServer server) {
    super(server);
  }

  @BeforeEach
  void enrol() throws Exception {
    admin = portal.enrolled();
    other = portal.enrolled();
    member(ModificationType.ADD);
    page = pageOf(other.account());
  }

  @AfterEach
  void leave() throws Exception {
    member(ModificationType.DELETE);
  }

  private void member(ModificationType change) throws Exception {
    server
        .admin()
        .connection()
        .modify(ADMINS, new Modification(change, "member", admin.account().dn()));
  }

  private String pageOf(TestAccount account) throws Exception {
    return admin
        .visitor()
        .get("/portal/admin?" + PortalVisitor.encoded("login", account.login()))
        .header("Location");
  }

  private String idOf(String label) throws Exception {
    SearchResultEntry entry =
        server.admin().connection().getEntry(other.account().appPasswordDn(label), "entryUUID");
    return entry == null ? "" : String.valueOf(entry.getAttributeValue("entryUUID"));
  }

  private String textOf(String path) throws Exception {
    Answer answer = admin.visitor().get(path);
    assertEquals(200, answer.status(), answer::toString);
    return answer.text();
  }

  @Test
  void eachActIsAskedAboutFirst() throws Exception {
    PortalAtWork.make(other.visitor(), "Phone", PortalAtWork.MAIL);
    for (String act :
        List.of("/revoke/" + idOf("Phone"), "/revoke-all", "/reset", "/disable", "/enable")) {
      String text = textOf(page + act);
      assertTrue(text.contains("action=\"" + page + act + "\""), text);
      assertTrue(text.matches("(?s).*<h1>[^<]*" + other.account().login() + "\\?</h1>.*"), text);
      assertFalse(text.contains("This is your own account."), text);
    }
    assertTrue(PortalAtWork.isSignedIn(other.visitor()));
    assertFalse(idOf("Phone").isEmpty());
  }

  @Test
  void nobodyResetsOrDisablesThemselves() throws Exception {
    String own = pageOf(admin.account());
    String text = textOf(own);
    assertTrue(text.contains("This is your own account."), text);
    assertFalse(text.contains(own + "/reset") || text.contains(own + "/disable"), text);
    for (String act : List.of("/reset", "/disable")) {
      for (Answer answer :
          List.of(admin.visitor().get(own + act), admin.visitor().post(own + act))) {
        assertEquals(422, answer.status(), answer::toString);
        assertTrue(answer.text().contains("another admin can"), answer::toString);
      }
    }
    assertTrue(PortalAtWork.isSignedIn(admin.visitor()));
  }

  @Test
  void ownAppPasswordsAreSaidToBeOnesOwn() throws Exception {
    PortalAtWork.make(admin.visitor(), "Phone", PortalAtWork.MAIL);
    String text = textOf(pageOf(admin.account()) + "/revoke-all");
    assertTrue(text.contains("This is your own account."), text);
  }

  @Test
  void resetIsOfferedWhereThereIsSomethingToTakeAway() throws Exception {
    assertTrue(textOf(page).contains(page + "/reset\""));
    admin.visitor().post(page + "/reset");
    String text = textOf(page);
    assertTrue(text.contains("It has no second factor: the person adds one"), text);
    assertFalse(text.contains(page + "/reset\""), text);
    assertEquals(page, admin.visitor().get(page + "/reset").header("Location"));
  }

  @Test
  void adminsSeeOfAnAppPasswordWhatItsOwnerSees() throws Exception {
    Answer limited =
        other
            .visitor()
            .post(
                "/portal/app-passwords",
                "label",
                "Phone",
                "preset",
                "mail",
                "expires",
                "2099-12-31",
                "networks",
                "127.0.0.0/8",
                "idle",
                "90");
    assertEquals(200, limited.status(), limited::toString);
    PortalAtWork.Made made = PortalAtWork.make(other.visitor(), "Laptop", PortalAtWork.MAIL);
    try (LineClient client =
        LineClient.imapSession(server, new TestAppPassword(other.account(), "", made.secret()))) {
      String text = textOf(page);
      for (String words :
          List.of(
              "Until 31 Dec 2099",
              "Only from 127.0.0.0/8",
              "Ends when unused for 90 days",
              "One session now")) {
        assertTrue(text.contains(words), () -> words + " in " + text);
      }
      assertEquals(page, admin.visitor().post(page + "/revoke-all").header("Location"));
      String done = textOf(page);
      assertTrue(done.contains("2 revoked; 1 session signed out."), done);
      assertTrue(client.lineUntil(line -> line.startsWith("* BYE")).startsWith("* BYE"));
    }
  }

  @Test
  void everyLookIsInTheAuditAndInNobodysHistory() throws Exception {
    textOf(page);
    textOf(page);
    assertEquals(2, audit.count("account-viewed", "detail=\"" + other.account().dn() + "\""));
    assertFalse(textOf("/portal/history").contains("account-viewed"));
    assertFalse(other.visitor().get("/portal/history").text().contains("account-viewed"));
  }

  @Test
  void peopleAreNamedWhereTheDirectoryHasDns() throws Exception {
    server.admin().make(other.account(), "By the admin port");
    PortalAtWork.make(other.visitor(), "Phone", PortalAtWork.MAIL);
    admin.visitor().get(page);
    admin.visitor().post(page + "/revoke/" + idOf("Phone"));
    String history = other.visitor().get("/portal/history").text();
    assertTrue(history.contains("Phone · " + admin.account().login() + "<"), history);
    assertTrue(history.contains("By the admin port · an admin<"), history);
    String list = other.visitor().get("/portal/app-passwords").text();
    assertTrue(list.matches("(?s).*Made [^<]* by an admin<.*"), list);
    assertFalse(history.contains("dc=") || list.contains("dc="), history);
  }

  @Test
  void searchSaysThatItWantsTheWholeName() throws Exception {
    assertTrue(textOf("/portal/admin").contains("there is no search by a part"));
    String part = other.account().login().substring(0, 3);
    Answer nobody = admin.visitor().get("/portal/admin?" + PortalVisitor.encoded("login", part));
    assertEquals(404, nobody.status(), nobody::toString);
    assertTrue(nobody.text().contains("whole login name or mail address"), nobody::toString);
  }
}
