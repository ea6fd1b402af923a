// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.portal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;

/**
 * Looks at each page in every way: axe-core finds no violation, nothing scrolls sideways, and
 * nothing was refused by the Content-Security-Policy. It takes pictures where it is told to.
 */
final class Inspector {
  private static final String AXE =
      """
      const done = arguments[arguments.length - 1];
      axe.run(document, {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
        rules: {'target-size': {enabled: true}},
      }).then(
        found => done(found.violations.flatMap(
          each => each.nodes.map(node => `${each.id}: ${node.html} ${node.failureSummary}`))),
        bug => done([String(bug)]));
      """;

  private final ChromeDriver driver;
  private final Optional<Path> pictures;
  private final List<String> findings = new ArrayList<>();

  /**
   * @param pictures the folder that they are put in
   */
  Inspector(ChromeDriver driver, Optional<Path> pictures) throws IOException {
    this.driver = driver;
    this.pictures = pictures;
    driver.executeCdpCommand(
        "Page.addScriptToEvaluateOnNewDocument", Map.of("source", axe() + ";"));
  }

  private static String axe() throws IOException {
    try (InputStream script = Inspector.class.getResourceAsStream("/axe.min.js")) {
      if (script == null) {
        throw new IOException("axe-core is not on the class path");
      }
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Looks at the page that is open; it keeps what it holds. */
  void look(String page) throws IOException {
    look(page, false);
  }

  /** The same, with a picture of each. */
  void lookAndKeep(String page) throws IOException {
    look(page, true);
  }

  private void look(String page, boolean keep) throws IOException {
    for (Look look : Look.ALL) {
      look.show(driver);
      String where = page + " " + look + ": ";
      if (driver.executeAsyncScript(AXE) instanceof List<?> violations) {
        violations.forEach(each -> findings.add(where + each));
      }
      if (!Boolean.TRUE.equals(
          driver.executeScript(
              "return document.scrollingElement.scrollWidth <= document.documentElement.clientWidth"))) {
        findings.add(where + "scrolls sideways");
      }
      if (keep && pictures.isPresent()) {
        Picture.take(driver, look.screen())
            .save(pictures.get().resolve(page + "-" + look + ".png"));
      }
    }
    for (LogEntry entry : driver.manage().logs().get(LogType.BROWSER)) {
      // Pages that say what is wrong have a status that says it too.
      if (entry.getLevel().intValue() >= Level.WARNING.intValue()
          && !entry.getMessage().contains("the server responded with a status of 4")) {
        findings.add(page + " console: " + entry.getMessage());
      }
    }
  }

  /** All that was wrong with what was looked at. */
  List<String> findings() {
    return List.copyOf(findings);
  }
}
