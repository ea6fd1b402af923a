// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.portal;

import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

/** A person without a mouse: Tab to what is wanted, then type, Space or Enter. */
final class Keyboard {
  private static final int MOST_STOPS = 60;

  private final Browser browser;

  Keyboard(Browser browser) {
    this.browser = browser;
  }

  /** Goes one stop on; gives the name that a screen reader says there. */
  String tab() {
    press(Keys.TAB);
    return String.valueOf(focused().getAccessibleName());
  }

  void type(String name, String text) {
    tabTo(name);
    press(text);
  }

  void space(String name) {
    tabTo(name);
    press(Keys.SPACE);
  }

  /** Presses Enter on it, and waits for the page that comes of it. */
  void enter(String name) throws Exception {
    tabTo(name);
    WebElement page = browser.driver().findElement(By.tagName("html"));
    press(Keys.ENTER);
    browser.left(page);
  }

  private void tabTo(String name) {
    for (int i = 0; i < MOST_STOPS; i++) {
      if (tab().equals(name)) {
        return;
      }
    }
    throw new AssertionError("Tab doesn't reach “" + name + "” on " + browser.text());
  }

  private WebElement focused() {
    return browser.driver().switchTo().activeElement();
  }

  private void press(CharSequence keys) {
    new Actions(browser.driver()).sendKeys(keys).perform();
  }
}
