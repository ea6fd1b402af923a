// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.portal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latchkey.integration.TestAccount;
import org.latchkey.integration.TestServer;
import org.latchkey.integration.TestSettings;

/**
 * Every page of the portal, also empty, full or with a mistake in it, on a phone and a desktop,
 * light and dark. With {@code -Dlatchkey.screenshots=docs/portal} it makes that folder's pictures.
 */
final class PortalLooksTest {
  private TestServer server;
  private TestAccount account;
  private Browser browser;
  private AtThePortal person;
  private Inspector inspector;

  @BeforeEach
  void open(@TempDir Path folder) throws Exception {
    Browser.demand();
    server = TestServer.start(folder.resolve("data"), TestSettings.usual());
    account = server.account("alice");
    browser = Browser.at(server);
    person = new AtThePortal(browser, account);
    Optional<Path> pictures =
        Optional.ofNullable(System.getProperty("latchkey.screenshots"))
            .map(each -> Path.of("..").resolve(each));
    inspector = new Inspector(browser.driver(), pictures);
  }

  @AfterEach
  void close() {
    try {
      if (browser != null) {
        browser.close();
      }
    } finally {
      if (server != null) {
        server.close();
      }
    }
  }

  @Test
  void pagesOfTheSignInAndTheSecondFactorsAreAccessibleInEveryLook() throws Exception {
    browser.open("/sign-in");
    inspector.lookAndKeep("sign-in");
    person.givePassword("not the password");
    inspector.look("sign-in-wrong");
    person.givePassword();
    inspector.look("enrol");
    browser.press("Authenticator app");
    inspector.lookAndKeep("enrol-app");
    browser.type("The code that the app shows now", "nonsense");
    browser.press("Add the app");
    inspector.look("enrol-app-wrong");
    person.addApp();
    inspector.lookAndKeep("recovery-codes");
    String code = person.keepRecoveryCodes().getFirst();
    browser.open("/factors");
    inspector.look("factors-only-one");
    browser.pluginAuthenticator();
    browser.press("Add a passkey");
    inspector.look("enrol-passkey");
    browser.press("Add the passkey");
    inspector.lookAndKeep("factors");
    person.signOut();
    inspector.look("signed-out");
    person.givePassword();
    inspector.lookAndKeep("second-factor");
    person.giveCode("nonsense");
    inspector.look("second-factor-wrong");
    browser.open("/recovery");
    inspector.look("recovery");
    browser.type("Recovery code", "nonsense");
    browser.press("Continue");
    inspector.look("recovery-wrong");
    browser.type("Recovery code", code);
    browser.press("Continue");
    inspector.look("recovery-used");
    assertEquals(List.of(), inspector.findings());
  }

  @Test
  void pagesOfAppPasswordsAndDevicesAreAccessibleInEveryLook() throws Exception {
    person.enrol();
    inspector.look("app-passwords-none");
    browser.open("/devices");
    inspector.look("devices-none");
    String phone = makeWithMistakesFirst();
    String tablet = person.makeAppPassword("Old tablet");
    makeLimited();
    inspectLists(phone, tablet);
    for (int i = 3; i <= 25; i++) {
      server.admin().make(account, "A long name for app number " + i);
    }
    browser.open("/app-passwords");
    inspector.look("app-passwords-full");
    assertEquals(List.of(), inspector.findings());
  }

  private String makeWithMistakesFirst() throws Exception {
    person.beginAppPassword("Alice’s phone");
    inspector.lookAndKeep("new-app-password");
    browser.choose("Something else");
    browser.press("Make it");
    inspector.look("new-app-password-problem");
    browser.choose("Mail, contacts and calendars");
    String phone = person.makeIt();
    inspector.lookAndKeep("made");
    return phone;
  }

  private void makeLimited() throws Exception {
    person.beginAppPassword("Printer");
    browser.choose("Send only, such as a printer");
    browser.unfold("Limits (optional)");
    inspector.look("new-app-password-limits");
    browser.driver().executeScript("document.getElementById('expires').value = '2031-12-31'");
    browser.type("Only from these networks", "192.0.2.0/24 2001:db8::/32");
    browser.type("Ends after so many days without use", "90");
    person.makeIt();
    inspector.look("made-without-set-up");
  }

  private void inspectLists(String phone, String tablet) throws Exception {
    try (ImapApp connected = ImapApp.signIn(server, account, phone);
        ImapApp another = ImapApp.signIn(server, account, tablet)) {
      assertTrue(connected.isSignedIn() && another.isSignedIn());
      browser.open("/app-passwords");
      inspector.lookAndKeep("app-passwords");
      browser.press("Change Printer");
      inspector.look("change-app-password");
      browser.open("/app-passwords/revoke-all");
      inspector.look("revoke-all");
      browser.open("/app-passwords");
      browser.press("Revoke Old tablet");
      inspector.look("revoke");
      browser.press("Revoke it");
      inspector.look("revoked");
      try (ImapApp turnedAway = ImapApp.signIn(server, account, tablet)) {
        assertTrue(!turnedAway.isSignedIn());
      }
      browser.open("/devices");
      inspector.lookAndKeep("devices");
      browser.open("/history");
      inspector.lookAndKeep("history");
      browser.open("/password");
      inspector.lookAndKeep("password");
      browser.type("Current password", "not the password");
      browser.type("New password", "one of these");
      browser.type("New password, once more", "one of those");
      browser.press("Change it");
      inspector.look("password-problem");
    }
  }

  @Test
  void pagesOfAdminsAndPagesThatSayWhatIsWrongAreAccessibleInEveryLook() throws Exception {
    TestAccount other = server.account("bob");
    server.admin().make(other, "Laptop");
    String members = "cn=admins,ou=groups," + TestSettings.BASE;
    server
        .admin()
        .connection()
        .modify(members, new Modification(ModificationType.ADD, "member", account.dn()));
    person.enrol();
    browser.open("/admin");
    inspector.look("admin");
    browser.type("Login name or mail address", "nobody");
    browser.press("Find");
    inspector.look("admin-nobody");
    browser.type("Login name or mail address", "alice");
    browser.press("Find");
    inspector.look("admin-own-account");
    browser.open("/admin?login=bob");
    inspector.lookAndKeep("admin-account");
    browser.press("Revoke all");
    inspector.look("admin-revoke-all");
    browser.press("Cancel");
    browser.press("Disable the account");
    inspector.look("admin-disable");
    browser.press("Disable it");
    inspector.look("admin-disabled");
    browser.open("/nowhere");
    inspector.look("not-found");
    browser.open("/devices");
    browser.driver().manage().deleteAllCookies();
    browser.press("Sign out");
    inspector.look("old-form");
    assertEquals(List.of(), inspector.findings());
  }

  @Test
  void aFaultOnAPageIsFound() throws Exception {
    browser.open("/sign-in");
    browser
        .driver()
        .executeScript(
            """
            const main = document.querySelector('main');
            main.append(document.createElement('input'));
            main.style.width = '2000px';
            const inline = document.createElement('script');
            inline.textContent = 'document.title = "inline"';
            main.append(inline);
            """);
    inspector.look("broken");
    String findings = String.join("\n", inspector.findings());
    assertTrue(findings.contains("broken phone-light: label: "), findings);
    assertTrue(findings.contains("broken phone-dark: scrolls sideways"), findings);
    assertTrue(findings.contains("Content Security Policy"), findings);
  }
}
