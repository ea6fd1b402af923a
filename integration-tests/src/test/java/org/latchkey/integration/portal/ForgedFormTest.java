// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.portal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpRequest;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.latchkey.integration.TestAccount;
import org.latchkey.integration.TestServer;
import org.latchkey.integration.portal.PortalAtWork.Person;
import org.latchkey.integration.portal.PortalVisitor.Answer;

/** Forms that other sites make a browser send, and sessions that somebody else chose or kept. */
final class ForgedFormTest extends PortalUnderAttack {
  private Person alice;

  ForgedFormTest(TestServer server) {
    super(server);
  }

  @BeforeEach
  void enrol() throws Exception {
    alice = portal.enrolled();
  }

  private HttpRequest.Builder make(String token) {
    return alice
        .visitor()
        .form("/portal/app-passwords", "csrf", token, "label", "Forged", "preset", "mail");
  }

  private void assertForged(Answer answer) throws Exception {
    assertEquals(403, answer.status(), answer::toString);
    assertEquals(1, audit.count("request-refused", "forged-or-old-form /app-passwords"));
    assertFalse(alice.visitor().get("/portal/app-passwords").text().contains("Forged"));
  }

  @Test
  void formWithoutATokenIsRefused() throws Exception {
    assertForged(
        alice
            .visitor()
            .send(
                alice
                    .visitor()
                    .form("/portal/app-passwords", "label", "Forged", "preset", "mail")));
  }

  @Test
  void tokenOfAnothersSessionIsRefused() throws Exception {
    PortalVisitor mallory = portal.enrolled().visitor();
    assertForged(alice.visitor().send(make(mallory.token())));
  }

  @Test
  void tokenOfTheSessionBeforeSignInIsRefused() throws Exception {
    PortalVisitor visitor = portal.visitor();
    visitor.get("/portal/sign-in");
    String before = visitor.token();
    TestAccount account = alice.account();
    PortalAtWork.givePassword(visitor, account.login(), account.primaryPassword());
    visitor.token(before);
    Answer second = visitor.post("/portal/second-factor", "code", alice.app().next());
    assertEquals(403, second.status(), second::toString);
    assertEquals(1, audit.count("request-refused", "forged-or-old-form /second-factor"));
    assertFalse(PortalAtWork.isSignedIn(visitor));
  }

  @Test
  void foreignOriginIsRefused() throws Exception {
    assertForged(
        alice
            .visitor()
            .send(make(alice.visitor().token()).header("Origin", "https://evil.example")));
  }

  @Test
  void originThatIsHiddenIsRefused() throws Exception {
    assertForged(alice.visitor().send(make(alice.visitor().token()).header("Origin", "null")));
  }

  @Test
  void formThatAnotherSiteSentIsRefused() throws Exception {
    assertForged(
        alice.visitor().send(make(alice.visitor().token()).header("Sec-Fetch-Site", "cross-site")));
  }

  @Test
  void formThatASiblingOfTheHostSentIsRefused() throws Exception {
    assertForged(
        alice.visitor().send(make(alice.visitor().token()).header("Sec-Fetch-Site", "same-site")));
  }

  @Test
  void ownFormPasses() throws Exception {
    Answer made =
        alice
            .visitor()
            .send(
                make(alice.visitor().token())
                    .header("Origin", alice.visitor().origin())
                    .header("Sec-Fetch-Site", "same-origin"));
    assertEquals(200, made.status(), made::toString);
  }

  /** The password was right: but nobody knows who made the browser send it. */
  @Test
  void signInFormWhoseSessionIsOverSignsNobodyIn() throws Exception {
    TestAccount account = alice.account();
    for (String cookie : new String[] {null, "over-and-gone"}) {
      PortalVisitor late = portal.visitor();
      late.get("/portal/sign-in");
      late.cookie(cookie);
      Answer answer = PortalAtWork.givePassword(late, account.login(), account.primaryPassword());
      assertEquals(403, answer.status(), answer::toString);
      assertTrue(answer.text().contains("open for too long"), answer::toString);
      assertTrue(answer.text().contains("value=\"" + account.login() + "\""), answer::toString);
      assertFalse(answer.text().contains(account.primaryPassword()));
      assertEquals("/portal/sign-in", late.get("/portal/second-factor").header("Location"));
      Answer again = PortalAtWork.givePassword(late, account.login(), account.primaryPassword());
      assertEquals("/portal/second-factor", again.header("Location"), again::toString);
    }
  }

  /** A browser sends no strict cookie along from there, and must not lose it by the answer. */
  @Test
  void requestFromAnotherSiteEndsNoSession() throws Exception {
    PortalVisitor stranger = portal.visitor();
    for (String path : List.of("/portal/", "/portal/app-passwords", "/portal/nowhere")) {
      Answer answer =
          stranger.send(stranger.request(path).GET().header("Sec-Fetch-Site", "cross-site"));
      assertEquals("", answer.header("Set-Cookie"), answer::toString);
    }
    Answer form =
        stranger.send(
            stranger
                .form("/portal/sign-out", "csrf", "anything")
                .header("Sec-Fetch-Site", "cross-site"));
    assertEquals(403, form.status(), form::toString);
    assertEquals("", form.header("Set-Cookie"), form::toString);
  }

  /** What follows is the page's own request, with the cookie. */
  @Test
  void linkFromAnotherSiteGoesOnToItsPage() throws Exception {
    PortalVisitor stranger = portal.visitor();
    Answer answer =
        stranger.send(
            stranger
                .request("/portal/app-passwords?x=1")
                .GET()
                .header("Sec-Fetch-Site", "cross-site"));
    assertEquals(200, answer.status(), answer::toString);
    assertEquals("0; url=/portal/app-passwords", answer.header("Refresh"), answer::toString);
    assertEquals(
        200,
        alice
            .visitor()
            .send(
                alice
                    .visitor()
                    .request("/portal/app-passwords")
                    .GET()
                    .header("Sec-Fetch-Site", "cross-site"))
            .status());
  }

  @Test
  void cookieFromBeforeSignInIsNoSessionAfterIt() throws Exception {
    PortalVisitor victim = portal.visitor();
    victim.get("/portal/sign-in");
    PortalVisitor attacker = victim.twin();
    TestAccount account = alice.account();
    PortalAtWork.givePassword(victim, account.login(), account.primaryPassword());
    victim.get("/portal/second-factor");
    PortalVisitor afterFirst = victim.twin();
    victim.post("/portal/second-factor", "code", alice.app().next());
    assertTrue(PortalAtWork.isSignedIn(victim));
    for (PortalVisitor each : List.of(attacker, afterFirst)) {
      assertNotEquals(each.cookie(), victim.cookie());
      assertFalse(PortalAtWork.isSignedIn(each));
      Answer form = each.post("/portal/second-factor", "code", alice.app().last());
      assertNotEquals(200, form.status());
      assertFalse(PortalAtWork.isSignedIn(each));
    }
    assertNotEquals(attacker.token(), victim.token());
    assertNotEquals(afterFirst.token(), victim.token());
  }

  @Test
  void cookieOfTheAttackersChoosingIsNeverASession() throws Exception {
    PortalVisitor victim = portal.visitor();
    victim.cookie("chosen-by-somebody-else-chosen-by-somebody");
    victim.get("/portal/sign-in");
    assertNotEquals("chosen-by-somebody-else-chosen-by-somebody", victim.cookie());
    TestAccount account = alice.account();
    PortalAtWork.givePassword(victim, account.login(), account.primaryPassword());
    PortalVisitor attacker = portal.visitor();
    attacker.cookie("chosen-by-somebody-else-chosen-by-somebody");
    assertEquals("/portal/sign-in", attacker.get("/portal/second-factor").header("Location"));
  }

  @Test
  void freshSecondFactorChangesTheCookieToo() throws Exception {
    PortalVisitor before = alice.visitor().twin();
    Answer again = alice.visitor().post("/portal/second-factor", "code", alice.app().next());
    assertEquals(303, again.status(), again::toString);
    assertNotEquals(before.cookie(), alice.visitor().cookie());
    assertFalse(PortalAtWork.isSignedIn(before));
    assertTrue(PortalAtWork.isSignedIn(alice.visitor()));
  }

  @Test
  void cookieIsNobodysAfterSignOut() throws Exception {
    alice.visitor().get("/portal/app-passwords");
    PortalVisitor kept = alice.visitor().twin();
    Answer out = alice.visitor().post("/portal/sign-out");
    assertEquals("/portal/sign-in", out.header("Location"));
    assertFalse(PortalAtWork.isSignedIn(kept));
    assertFalse(PortalAtWork.isSignedIn(alice.visitor()));
    assertEquals(1, audit.count("signed-out", ""));
  }

  @Test
  void everySessionIsNobodysAfterTheChangeOfThePrimaryPassword() throws Exception {
    PortalVisitor other = portal.signIn(alice);
    PortalVisitor half = portal.halfWay(alice.account());
    PortalVisitor kept = alice.visitor().twin();
    alice.visitor().get("/portal/password");
    Answer changed = changePassword(alice.visitor(), "a quite different one");
    assertEquals("/portal/sign-in", changed.header("Location"), changed::toString);
    for (PortalVisitor each : List.of(other, half, kept, alice.visitor())) {
      assertFalse(PortalAtWork.isSignedIn(each));
      assertEquals("/portal/sign-in", each.get("/portal/second-factor").header("Location"));
    }
  }

  private Answer changePassword(PortalVisitor visitor, String chosen) throws Exception {
    return visitor.post(
        "/portal/password",
        "current",
        alice.account().primaryPassword(),
        "chosen",
        chosen,
        "repeated",
        chosen);
  }

  @Test
  void cookieIsHardToSteal() throws Exception {
    PortalVisitor visitor = portal.visitor();
    Answer first = visitor.get("/portal/sign-in");
    String cookie = String.valueOf(visitor.cookie());
    assertTrue(cookie.length() >= 43, cookie);
    assertEquals(
        visitor.cookieName() + "=" + cookie + "; Path=/; Secure; HttpOnly; SameSite=Strict",
        first.header("Set-Cookie"));
  }
}
