// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.portal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.latchkey.integration.LineClient;
import org.latchkey.integration.TestAccount;
import org.latchkey.integration.TestAppPassword;
import org.latchkey.integration.TestServer;
import org.latchkey.integration.portal.PortalAtWork.Person;
import org.latchkey.integration.portal.PortalVisitor.Answer;

/** What nobody may do who isn't the owner, isn't signed in enough, or is no admin. */
final class BeyondOnesOwnTest extends PortalUnderAttack {
  private static final String MADE_UP = "00000000-0000-4000-8000-000000000000";

  private static final List<String> PAGES =
      List.of(
          "/app-passwords",
          "/app-passwords/new",
          "/app-passwords/revoke-all",
          "/app-passwords/" + MADE_UP,
          "/app-passwords/" + MADE_UP + "/revoke",
          "/devices",
          "/factors",
          "/password",
          "/history",
          "/admin",
          "/admin/accounts/" + MADE_UP);

  private static final List<String> FORMS =
      List.of(
          "/app-passwords",
          "/app-passwords/revoke-all",
          "/app-passwords/" + MADE_UP,
          "/app-passwords/" + MADE_UP + "/revoke",
          "/devices/sign-out",
          "/devices/" + MADE_UP + "/sign-out",
          "/factors/app/remove",
          "/factors/passkeys/" + MADE_UP + "/remove",
          "/factors/recovery-codes",
          "/password",
          "/admin/accounts/" + MADE_UP + "/revoke/" + MADE_UP,
          "/admin/accounts/" + MADE_UP + "/revoke-all",
          "/admin/accounts/" + MADE_UP + "/reset",
          "/admin/accounts/" + MADE_UP + "/disable",
          "/admin/accounts/" + MADE_UP + "/enable");

  /** What enrols a second factor. */
  private static final List<String> ENROLMENT =
      List.of("/enrol", "/factors/app", "/factors/passkeys/new");

  private Person mallory;

  BeyondOnesOwnTest(TestServer server) {
    super(server);
  }

  @BeforeEach
  void enrol() throws Exception {
    mallory = portal.enrolled();
    mallory.visitor().get("/portal/app-passwords");
  }

  private String entryUuid(String dn) throws Exception {
    SearchResultEntry entry = server.admin().connection().getEntry(dn, "entryUUID");
    return entry == null ? "" : String.valueOf(entry.getAttributeValue("entryUUID"));
  }

  private int appPasswordsOf(TestAccount account) throws Exception {
    return server
        .admin()
        .connection()
        .search(account.dn(), SearchScope.ONE, "(objectClass=latchkeyAppPassword)", "1.1")
        .getEntryCount();
  }

  @Test
  void anothersAppPasswordIsNowhere() throws Exception {
    TestAppPassword others = server.admin().make(server.account(), "Not yours");
    String id = entryUuid(others.dn());
    PortalVisitor visitor = mallory.visitor();
    for (String path :
        List.of("/portal/app-passwords/" + id, "/portal/app-passwords/" + id + "/revoke")) {
      assertNowhere(visitor.get(path));
      assertNowhere(visitor.post(path, "label", "Mine", "preset", "everything"));
    }
    assertEquals(4, audit.count("request-refused", "no-such-app-password " + id));
    assertEquals(id, entryUuid(others.dn()));
    try (LineClient client = LineClient.imapSession(server, others)) {
      assertTrue(client.imap("b", "NOOP").startsWith("b OK"));
    }
  }

  private static void assertNowhere(Answer answer) {
    assertEquals(404, answer.status(), answer::toString);
    assertFalse(answer.text().contains("Not yours"), answer::toString);
  }

  @Test
  void anothersLiveSessionIsntSignedOut() throws Exception {
    TestAppPassword others = server.admin().make(server.account(), "Not yours");
    try (LineClient client = LineClient.imapSession(server, others)) {
      String id = liveSessionOf(others.account());
      Answer answer = mallory.visitor().post("/portal/devices/" + id + "/sign-out");
      assertEquals(303, answer.status(), answer::toString);
      assertEquals(303, mallory.visitor().post("/portal/devices/sign-out").status());
      assertTrue(client.imap("b", "NOOP").startsWith("b OK"));
    }
  }

  /** The id of an account's only live session, as the owner's own page has it. */
  private String liveSessionOf(TestAccount account) throws Exception {
    Person owner = PortalAtWork.enrol(account, portal.halfWay(account));
    String page = owner.visitor().get("/portal/devices").text();
    int start = page.indexOf("/portal/devices/", page.indexOf("<ul class=\"cards\">")) + 16;
    return page.substring(start, page.indexOf("/sign-out", start));
  }

  @Test
  void anothersPasskeyIsNowhere() throws Exception {
    assertNowhere(mallory.visitor().post("/portal/factors/passkeys/bm90LW1pbmU/remove"));
    assertEquals(1, audit.count("request-refused", "not-there /factors/passkeys/bm90LW1pbmU"));
  }

  @Test
  void whoIsNoAdminFindsNoAdminPage() throws Exception {
    TestAppPassword others = server.admin().make(server.account(), "Not yours");
    String account = "/portal/admin/accounts/" + entryUuid(others.account().dn());
    String own = "/portal/admin/accounts/" + entryUuid(mallory.account().dn());
    PortalVisitor visitor = mallory.visitor();
    for (String page : List.of("/portal/admin", account, own)) {
      assertNowhere(visitor.get(page));
    }
    for (String form :
        List.of(
            account + "/revoke/" + entryUuid(others.dn()),
            account + "/revoke-all",
            account + "/reset",
            account + "/disable",
            own + "/enable",
            own + "/reset")) {
      assertNowhere(visitor.post(form));
    }
    assertEquals(9, audit.count("request-refused", "not-an-admin"));
    assertEquals(1, appPasswordsOf(others.account()));
    assertTrue(PortalAtWork.isSignedIn(visitor));
    try (LineClient client = LineClient.imapSession(server, others)) {
      assertTrue(client.imap("b", "NOOP").startsWith("b OK"));
    }
  }

  private void assertNothingWorks(PortalVisitor visitor, String sentTo) throws Exception {
    for (String page : PAGES) {
      Answer answer = visitor.get("/portal" + page);
      assertEquals(303, answer.status(), () -> page + ": " + answer);
      assertEquals(sentTo, answer.header("Location"), page);
    }
    for (String form : FORMS) {
      Answer answer = visitor.post("/portal" + form, "label", "X", "preset", "mail");
      assertEquals(303, answer.status(), () -> form + ": " + answer);
      assertEquals(sentTo, answer.header("Location"), form);
    }
  }

  @Test
  void visitorIsSentToSignIn() throws Exception {
    PortalVisitor visitor = portal.visitor();
    visitor.get("/portal/sign-in");
    assertNothingWorks(visitor, "/portal/sign-in");
    for (String page : ENROLMENT) {
      assertEquals("/portal/sign-in", visitor.get("/portal" + page).header("Location"), page);
    }
    assertEquals(FORMS.size(), audit.count("request-refused", "not-signed-in"));
  }

  @Test
  void whoGaveThePrimaryPasswordAloneIsAskedForTheSecondFactor() throws Exception {
    PortalVisitor half = portal.halfWay(mallory.account());
    assertNothingWorks(half, "/portal/second-factor");
    for (String page : ENROLMENT) {
      assertEquals("/portal/second-factor", half.get("/portal" + page).header("Location"), page);
    }
    for (String form : List.of("/factors/app", "/factors/passkeys")) {
      Answer answer = half.post("/portal" + form, "code", "000000", "response", "{}");
      assertEquals("/portal/second-factor", answer.header("Location"), answer::toString);
    }
    assertEquals(0, appPasswordsOf(mallory.account()));
  }

  @Test
  void whoHasNoSecondFactorCanOnlyEnrolOne() throws Exception {
    TestAppPassword made = server.admin().make(server.account(), "Mine");
    PortalVisitor visitor = portal.halfWay(made.account());
    visitor.get("/portal/factors/app");
    assertNothingWorks(visitor, "/portal/enrol");
    for (String form : List.of("/second-factor", "/recovery")) {
      Answer answer = visitor.post("/portal" + form, "code", "000000");
      assertEquals(403, answer.status(), answer::toString);
    }
    for (String page : ENROLMENT) {
      assertEquals(200, visitor.get("/portal" + page).status(), page);
    }
    assertEquals(1, appPasswordsOf(made.account()));
    PortalAtWork.enrol(made.account(), visitor);
    assertTrue(PortalAtWork.isSignedIn(visitor));
  }

  @Test
  void secondEnrolmentFromTheFirstStepIsRefused() throws Exception {
    TestAccount account = server.account();
    PortalVisitor late = portal.halfWay(account);
    Answer form = late.get("/portal/factors/app");
    PortalAtWork.enrol(account, portal.halfWay(account));
    String typed = form.text().replaceAll("(?s).*id=\"totp-secret\">([A-Z2-7 ]+)<.*", "$1");
    Answer enrolled = late.post("/portal/factors/app", "code", new AuthenticatorApp(typed).next());
    assertEquals("/portal/second-factor", enrolled.header("Location"), enrolled::toString);
    assertFalse(PortalAtWork.isSignedIn(late));
  }

  @Test
  void appPasswordDoesntSignInHere() throws Exception {
    TestAppPassword made = server.admin().make(mallory.account(), "Phone");
    PortalVisitor visitor = portal.visitor();
    visitor.get("/portal/sign-in");
    Answer answer = PortalAtWork.givePassword(visitor, made.account().login(), made.secret());
    assertEquals(403, answer.status(), answer::toString);
    assertEquals(1, audit.count("sign-in-refused", made.account().login()));
  }

  @Test
  void primaryPasswordIsNoAppPassword() throws Exception {
    PortalAtWork.Made made = PortalAtWork.make(mallory.visitor(), "Phone", PortalAtWork.MAIL);
    mallory.visitor().get("/portal/password");
    Answer changed =
        mallory
            .visitor()
            .post(
                "/portal/password",
                "current",
                mallory.account().primaryPassword(),
                "chosen",
                made.secret(),
                "repeated",
                made.secret());
    assertEquals(422, changed.status(), changed::toString);
    assertTrue(PortalAtWork.isSignedIn(mallory.visitor()));
  }

  @Test
  void primaryPasswordIsntChangedToItself() throws Exception {
    PortalAtWork.make(mallory.visitor(), "Phone", PortalAtWork.MAIL);
    mallory.visitor().get("/portal/password");
    String present = mallory.account().primaryPassword();
    Answer changed =
        mallory
            .visitor()
            .post("/portal/password", "current", present, "chosen", present, "repeated", present);
    assertEquals(422, changed.status(), changed::toString);
    assertTrue(changed.text().contains("That is the password you have."), changed::toString);
    assertEquals(1, appPasswordsOf(mallory.account()));
    assertTrue(PortalAtWork.isSignedIn(mallory.visitor()));
  }

  @Test
  void primaryPasswordIsntChangedWithoutThePresentOne() throws Exception {
    mallory.visitor().get("/portal/password");
    for (String present : List.of("", "not it", "new one after all")) {
      Answer changed =
          mallory
              .visitor()
              .post(
                  "/portal/password",
                  "current",
                  present,
                  "chosen",
                  "new one after all",
                  "repeated",
                  "new one after all");
      assertEquals(403, changed.status(), changed::toString);
    }
    assertEquals(3, audit.count("sign-in-refused", "primary-password-change"));
    assertTrue(PortalAtWork.isSignedIn(mallory.visitor()));
  }
}
