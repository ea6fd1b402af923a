// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.portal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.latchkey.integration.TestAccount;
import org.openqa.selenium.By;

/** What a person does at the portal more than once, step by step as the pages ask for it. */
final class AtThePortal {
  private final Browser browser;
  private final TestAccount account;

  AtThePortal(Browser browser, TestAccount account) {
    this.browser = browser;
    this.account = account;
  }

  /** Gives the name and the primary password. */
  void givePassword() throws Exception {
    givePassword(account.primaryPassword());
  }

  void givePassword(String password) throws Exception {
    browser.open("/sign-in");
    browser.type("Login name or mail address", account.login());
    browser.type("Primary password", password);
    browser.press("Sign in");
  }

  /** Gives a code at the second step. */
  void giveCode(String code) throws Exception {
    assertEquals("Second factor", browser.heading());
    browser.type("Code from your authenticator app", code);
    browser.press("Continue");
  }

  /** Adds an authenticator app on its page. */
  AuthenticatorApp addApp() throws Exception {
    assertEquals("Authenticator app", browser.heading());
    AuthenticatorApp app = new AuthenticatorApp(browser.textOf("#totp-secret"));
    browser.type("The code that the app shows now", app.next());
    browser.press("Add the app");
    return app;
  }

  /** The recovery codes that the page shows, which are then kept. */
  List<String> keepRecoveryCodes() throws Exception {
    assertEquals("Recovery codes", browser.heading());
    List<String> codes = browser.textsOf("#recovery-codes li");
    browser.press("I have kept them");
    return codes;
  }

  /** Signs in for the first time, which takes an authenticator app; is signed in at the end. */
  AuthenticatorApp enrol() throws Exception {
    givePassword();
    browser.press("Authenticator app");
    AuthenticatorApp app = addApp();
    keepRecoveryCodes();
    return app;
  }

  void signOut() throws Exception {
    browser.press("Sign out");
    assertEquals("You are signed out.", browser.textOf("[role=status]"));
  }

  /** Begins a new app password; the form is open. */
  void beginAppPassword(String label) throws Exception {
    browser.open("/app-passwords");
    browser.press("Make an app password");
    assertEquals("New app password", browser.heading());
    browser.type("Name", label);
  }

  /** Makes the one that was begun; gives it as the page shows it. */
  String makeIt() throws Exception {
    browser.press("Make it");
    assertEquals("Your new app password", browser.heading());
    return String.join("", browser.textsOf("#app-password span"));
  }

  /** Makes one for mail. */
  String makeAppPassword(String label) throws Exception {
    beginAppPassword(label);
    return makeIt();
  }

  /** The labels of the app passwords on their page. */
  List<String> appPasswords() {
    browser.open("/app-passwords");
    return browser.textsOf(".cards h2");
  }

  /** What the page says was done. */
  String done() {
    return browser.driver().findElements(By.cssSelector("[role=status]")).isEmpty()
        ? "nothing; " + browser.text()
        : browser.textOf("[role=status]");
  }

  /** What the page says is wrong. */
  String problem() {
    return browser.textOf("[role=alert]:not([hidden])");
  }
}
