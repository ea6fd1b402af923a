// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.portal;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latchkey.integration.Poll;
import org.latchkey.integration.TestAccount;
import org.latchkey.integration.TestServer;
import org.latchkey.integration.TestSettings;
import org.openqa.selenium.WindowType;

/** People and admins at the portal, in a real browser, with a mail app beside it. */
final class PortalStoryTest {
  private static final String PROBLEM = "[role=alert]:not([hidden])";
  private static final String NEW_PASSWORD = "another primary password";

  private static TestServer server;

  private TestAccount account;
  private Browser browser;
  private AtThePortal person;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    Browser.demand();
    server = TestServer.start(folder.resolve("data"), TestSettings.usual());
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  void open() throws Exception {
    account = server.account();
    browser = Browser.at(server);
    person = new AtThePortal(browser, account);
  }

  @AfterEach
  void close() {
    browser.close();
  }

  @Test
  void withoutASecondFactorThereIsNothingButEnrolment() throws Exception {
    person.givePassword();
    assertEquals("Add a second factor", browser.heading());
    browser.open("/app-passwords");
    assertEquals("Add a second factor", browser.heading());
  }

  @Test
  void aPersonSignsInWithTheAppOrThePasskeyThatTheyEnrolled() throws Exception {
    browser.pluginAuthenticator();
    person.givePassword();
    browser.press("Authenticator app");
    AuthenticatorApp app = person.addApp();
    assertEquals("Your authenticator app is added.", person.done());
    assertEquals(10, person.keepRecoveryCodes().size());

    browser.open("/factors");
    browser.press("Add a passkey");
    browser.type("Name", "This laptop");
    browser.press("Add the passkey");
    assertEquals("Your passkey is added.", person.done());
    assertTrue(browser.text().contains("This laptop"), browser.text());
    person.signOut();

    person.givePassword();
    person.giveCode(app.next());
    assertEquals("App passwords", browser.heading());
    person.signOut();

    person.givePassword();
    browser.press("Use a passkey or security key");
    assertEquals("App passwords", browser.heading());
    person.signOut();

    browser.press("Sign in with a passkey");
    assertEquals("App passwords", browser.heading());
  }

  @Test
  void aDeviceThatHasAPasskeyAlreadyIsSaidToHaveOne() throws Exception {
    browser.pluginAuthenticator();
    person.givePassword();
    browser.press("Passkey or security key");
    browser.press("Add the passkey");
    person.keepRecoveryCodes();
    browser.open("/factors/passkeys/new");
    browser.unfold("Add the passkey");
    Poll.until("it says so", () -> browser.text().contains("This device already has a passkey"));
  }

  @Test
  void aPasskeyUsedInTheFirstOfTwoTabsSignsIn() throws Exception {
    browser.pluginAuthenticator();
    person.givePassword();
    browser.press("Passkey or security key");
    browser.press("Add the passkey");
    person.keepRecoveryCodes();
    person.signOut();
    String first = browser.driver().getWindowHandle();
    browser.driver().switchTo().newWindow(WindowType.TAB);
    browser.open("/sign-in");
    browser.driver().switchTo().window(first);
    browser.press("Sign in with a passkey");
    assertEquals("App passwords", browser.heading());
  }

  @Test
  void aPasskeyIsEnoughAsTheFirstSecondFactor() throws Exception {
    browser.pluginAuthenticator();
    person.givePassword();
    browser.press("Passkey or security key");
    browser.press("Add the passkey");
    assertEquals("Your passkey is added.", person.done());
    assertEquals(10, person.keepRecoveryCodes().size());
    assertEquals("App passwords", browser.heading());
  }

  @Test
  void anAppPasswordSignsItsAppInUntilItIsRevoked() throws Exception {
    person.enrol();
    String appPassword = person.makeAppPassword("Phone");
    try (ImapApp app = ImapApp.signIn(server, account, appPassword)) {
      assertTrue(app.isSignedIn());

      browser.open("/devices");
      assertEquals(List.of(ImapApp.NAME), browser.textsOf(".cards h2"));
      assertTrue(browser.text().contains("Mail (IMAP), from 127.0.0.1"), browser.text());
      browser.open("/app-passwords");
      assertTrue(browser.text().contains("One session now"), browser.text());
      Poll.until(
          "the name of who used it last",
          () -> {
            browser.open("/app-passwords");
            return browser.text().contains(", by " + ImapApp.NAME);
          });

      browser.press("Revoke Phone");
      browser.press("Revoke it");
      assertEquals("“Phone” is revoked; 1 session signed out.", person.done());
      assertTrue(app.goodbye().startsWith("* BYE"));
    }
    try (ImapApp again = ImapApp.signIn(server, account, appPassword)) {
      assertFalse(again.isSignedIn());
    }
    browser.open("/devices");
    assertTrue(browser.text().contains("Still trying"), browser.text());
    assertEquals("Phone", browser.textOf("[aria-labelledby=trying] .label"));
  }

  /** Or the answer with the secret in it would never be seen. */
  @Test
  void aFormIsNotSentAgainWhileItIsOnItsWay() throws Exception {
    person.enrol();
    person.beginAppPassword("Phone");
    assertEquals(
        List.of(false, true, false),
        browser
            .driver()
            .executeScript(
                """
                const kept = [];
                addEventListener('submit', event => {
                  kept.push(event.defaultPrevented);
                  event.preventDefault();
                });
                const form = document.querySelector('main form');
                form.requestSubmit();
                form.requestSubmit();
                dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}));
                form.requestSubmit();
                return kept;
                """));
  }

  /** No authenticator is asked: there is none. */
  @Test
  void theNameOfAPasskeyIsRefusedBeforeThePasskeyIsMade() throws Exception {
    person.enrol();
    browser.open("/factors/passkeys/new");
    browser.type("Name", "   ");
    browser.unfold("Add the passkey");
    Poll.until("something is wrong", () -> !browser.textsOf(PROBLEM).isEmpty());
    assertEquals("The name is empty: type one.", person.problem());
  }

  @Test
  void signingADeviceOutEndsItsSessionAndLeavesItsAppPassword() throws Exception {
    person.enrol();
    String appPassword = person.makeAppPassword("Phone");
    try (ImapApp first = ImapApp.signIn(server, account, appPassword)) {
      browser.open("/devices");
      browser.press("Sign out " + ImapApp.NAME + ", Phone");
      assertEquals("1 session signed out.", person.done());
      assertTrue(first.goodbye().startsWith("* BYE"));
    }
    try (ImapApp second = ImapApp.signIn(server, account, appPassword);
        ImapApp third = ImapApp.signIn(server, account, appPassword)) {
      assertTrue(second.isSignedIn());
      browser.open("/devices");
      browser.press("Sign all out");
      assertEquals("2 sessions signed out.", person.done());
      assertTrue(second.goodbye().startsWith("* BYE"));
      assertTrue(third.goodbye().startsWith("* BYE"));
    }
  }

  @Test
  void changingThePrimaryPasswordSaysWhatItRevokesAndDoesIt() throws Exception {
    AuthenticatorApp app = person.enrol();
    String phone = person.makeAppPassword("Phone");
    person.makeAppPassword("Laptop");
    try (ImapApp connected = ImapApp.signIn(server, account, phone)) {
      browser.open("/password");
      assertTrue(browser.text().contains("revokes all 2 of your app passwords"), browser.text());
      assertEquals(
          List.of("Laptop", "Phone"), browser.textsOf(".labels li").stream().sorted().toList());
      browser.type("Current password", account.primaryPassword());
      browser.type("New password", NEW_PASSWORD);
      browser.type("New password, once more", NEW_PASSWORD);
      browser.press("Change it");
      assertEquals(
          "Your password is changed; 2 app passwords were revoked. Sign in again.", person.done());
      assertTrue(connected.goodbye().startsWith("* BYE"));
    }
    person.givePassword();
    assertEquals("The name or the password is wrong.", person.problem());
    person.givePassword(NEW_PASSWORD);
    person.giveCode(app.next());
    assertEquals(List.of(), person.appPasswords());
  }

  @Test
  void whoLostTheirPhoneComesBackWithARecoveryCodeThatIsGoodOnce() throws Exception {
    person.givePassword();
    browser.press("Authenticator app");
    person.addApp();
    String code = person.keepRecoveryCodes().getFirst();
    person.signOut();

    person.givePassword();
    browser.press("I have lost it: use a recovery code");
    browser.type("Recovery code", code);
    browser.press("Continue");
    assertEquals("Second factors", browser.heading());
    assertTrue(person.done().startsWith("You came in with a recovery code."), person.done());
    assertTrue(browser.text().contains("9 are left."), browser.text());
    browser.press("Replace it");
    AuthenticatorApp newPhone = person.addApp();
    assertEquals("Your authenticator app is added.", person.done());
    person.signOut();

    person.givePassword();
    browser.press("I have lost it: use a recovery code");
    browser.type("Recovery code", code);
    browser.press("Continue");
    assertTrue(person.problem().contains("it was used before"), person.problem());
    browser.open("/second-factor");
    person.giveCode(newPhone.next());
    assertEquals("App passwords", browser.heading());
  }

  @Test
  void anAppPasswordIsRenamedAndLimited() throws Exception {
    person.enrol();
    person.beginAppPassword("Printer");
    browser.choose("Send only, such as a printer");
    browser.unfold("Limits (optional)");
    browser.type("Last day", "11112031"); // whichever of day and month is asked for first
    browser.type("Only from these networks", "192.0.2.0/24 2001:db8::/32");
    browser.type("Ends after so many days without use", "90");
    String appPassword = person.makeIt();
    person.appPasswords();
    assertAll(
        () -> assertEquals("Sending mail", browser.textOf(".cards .services")),
        () -> assertTrue(browser.text().contains("Until 11 Nov 2031, 23:59 UTC")),
        () -> assertTrue(browser.text().contains("Only from 192.0.2.0/24, 2001:db8::/32")),
        () -> assertTrue(browser.text().contains("Ends when unused for 90 days")));

    browser.press("Change Printer");
    browser.type("Name", "Scanner");
    browser.choose("Something else");
    browser.choose("Mail (IMAP)");
    browser.press("Save");
    assertEquals("“Scanner” is changed.", person.done());
    assertEquals(List.of("Scanner"), person.appPasswords());
    assertTrue(browser.textOf(".cards .services").contains("Mail (IMAP)"));
    try (ImapApp elsewhere = ImapApp.signIn(server, account, appPassword)) {
      assertFalse(elsewhere.isSignedIn());
    }

    browser.press("Change Scanner");
    browser.type("Only from these networks", "127.0.0.0/8");
    browser.press("Save");
    try (ImapApp there = ImapApp.signIn(server, account, appPassword)) {
      assertTrue(there.isSignedIn());
    }
  }

  @Test
  void revokingAllSaysHowManyAndSignsAllOut() throws Exception {
    person.enrol();
    person.makeAppPassword("Phone");
    String laptop = person.makeAppPassword("Laptop");
    try (ImapApp app = ImapApp.signIn(server, account, laptop)) {
      person.appPasswords();
      assertEquals("2 of 25", browser.textOf("#count"));
      browser.press("Revoke all");
      assertEquals(2, browser.textsOf(".labels li").size());
      browser.press("Revoke all");
      assertEquals("2 revoked; 1 session signed out.", person.done());
      assertTrue(app.goodbye().startsWith("* BYE"));
    }
    assertEquals("0 of 25", browser.textOf("#count"));
  }

  @Test
  void anAdminFindsAPersonResetsTheirSecondFactorAndDisablesThem() throws Exception {
    TestAccount other = server.account();
    try (Browser theirs = Browser.at(server)) {
      AtThePortal otherPerson = new AtThePortal(theirs, other);
      otherPerson.enrol();
      otherPerson.makeAppPassword("Lost phone");
      server
          .admin()
          .connection()
          .modify(
              "cn=admins,ou=groups," + TestSettings.BASE,
              new Modification(ModificationType.ADD, "member", account.dn()));
      person.enrol();

      browser.press("Admin");
      browser.type("Login name or mail address", other.uid());
      browser.press("Find");
      assertEquals(other.login(), browser.heading());
      browser.press("Revoke Lost phone");
      assertEquals("Revoke “Lost phone” of " + other.login() + "?", browser.heading());
      browser.press("Revoke it");
      assertEquals("“Lost phone” is revoked; no session was open.", person.done());
      browser.press("Reset second factors");
      assertEquals("Reset the second factors of " + other.login() + "?", browser.heading());
      browser.press("Cancel");
      assertFalse(browser.text().contains("It has no second factor"), browser.text());
      browser.press("Reset second factors");
      browser.press("Reset them");
      assertTrue(person.done().startsWith("The second factors are gone"), person.done());
      assertFalse(browser.offers("Reset second factors"));
      theirs.open("/app-passwords");
      assertEquals("Sign-In and Security", theirs.heading());
      otherPerson.givePassword();
      assertEquals("Add a second factor", theirs.heading());
      browser.press("Disable the account");
      browser.press("Disable it");
      assertTrue(person.done().startsWith("The account is disabled"), person.done());
      otherPerson.givePassword();
      assertEquals("The name or the password is wrong.", otherPerson.problem());
      browser.press("Enable the account");
      browser.press("Enable it");
      assertEquals("The account is in use again.", person.done());
    }
  }

  @Test
  void whoeverIsNoAdminHasNoAdminPages() throws Exception {
    person.enrol();
    assertFalse(browser.offers("Admin"));
    browser.open("/admin");
    assertEquals("That did not work", browser.heading());
  }

  @Test
  void aPersonSignsInAndMakesAnAppPasswordWithKeysOnly() throws Exception {
    AuthenticatorApp app = person.enrol();
    person.signOut();
    Keyboard keys = new Keyboard(browser);

    keys.type("Login name or mail address", account.login());
    keys.type("Primary password", account.primaryPassword());
    keys.enter("Sign in");
    keys.type("Code from your authenticator app", app.next());
    keys.enter("Continue");
    keys.enter("Make an app password");
    keys.type("Name", "Laptop");
    keys.space("Mail: read and send");
    keys.enter("Make it");
    String appPassword = String.join("", browser.textsOf("#app-password span"));
    keys.enter("Done");
    assertEquals(List.of("Laptop"), browser.textsOf(".cards h2"));
    try (ImapApp connected = ImapApp.signIn(server, account, appPassword)) {
      assertTrue(connected.isSignedIn());
    }
  }

  @Test
  void theFirstTabStopSkipsToTheContent() throws Exception {
    person.enrol();
    browser.open("/devices");
    assertEquals("Skip to content", new Keyboard(browser).tab());
  }

  @Test
  void everythingButPasskeysAndCopyingWorksWithoutScripts() throws Exception {
    browser.switchScriptsOff();
    browser.open("/sign-in");
    assertTrue(browser.text().contains("Passkeys need JavaScript"), browser.text());
    AuthenticatorApp app = person.enrol();
    person.signOut();
    person.givePassword();
    person.giveCode(app.next());
    String appPassword = person.makeAppPassword("Laptop");
    assertFalse(browser.offers("Copy"));
    try (ImapApp connected = ImapApp.signIn(server, account, appPassword)) {
      assertTrue(connected.isSignedIn());
      person.appPasswords();
      browser.press("Revoke Laptop");
      browser.press("Revoke it");
      assertEquals("“Laptop” is revoked; 1 session signed out.", person.done());
      assertTrue(connected.goodbye().startsWith("* BYE"));
    }
  }

  @Test
  void theCopyButtonSaysThatItCopied() throws Exception {
    person.enrol();
    person.makeAppPassword("Laptop");
    browser.driver().setPermission("clipboard-write", "granted");
    browser.unfold("Copy");
    Poll.until("it says so", () -> browser.offers("Copied"));
  }
}
