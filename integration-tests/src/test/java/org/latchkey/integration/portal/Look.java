// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.portal;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openqa.selenium.chrome.ChromeDriver;

/** How a page is looked at: on a screen of this size in CSS pixels, light or dark. */
record Look(Screen screen, Theme theme) {
  /** Every one. */
  static final List<Look> ALL =
      List.of(
          new Look(Screen.PHONE, Theme.LIGHT),
          new Look(Screen.PHONE, Theme.DARK),
          new Look(Screen.DESKTOP, Theme.LIGHT),
          new Look(Screen.DESKTOP, Theme.DARK));

  enum Screen {
    PHONE(360, 740),
    DESKTOP(1280, 800);

    final int width;
    final int height;

    Screen(int width, int height) {
      this.width = width;
      this.height = height;
    }
  }

  enum Theme {
    LIGHT,
    DARK
  }

  /** Shows the browser's page so, without loading it again. */
  void show(ChromeDriver driver) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of(
            "width",
            screen.width,
            "height",
            screen.height,
            "deviceScaleFactor",
            1,
            "mobile",
            screen == Screen.PHONE));
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", lower(theme.name())))));
  }

  /** As in the name of a file. */
  @Override
  public String toString() {
    return lower(screen.name()) + "-" + lower(theme.name());
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
