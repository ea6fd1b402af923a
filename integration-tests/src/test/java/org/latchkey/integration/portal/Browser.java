// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.portal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.latchkey.integration.Poll;
import org.latchkey.integration.TestServer;
import org.latchkey.integration.peers.Installed;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.virtualauthenticator.VirtualAuthenticatorOptions;

/**
 * Debian's Chromium without a window, with a profile of its own that goes at the end. What is on
 * its pages is found by what a person reads there: headings, labels and the words on buttons.
 */
final class Browser implements AutoCloseable {
  private static final String CHROMIUM = "/usr/bin/chromium";
  private static final String CHROMEDRIVER = "/usr/bin/chromedriver";
  private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

  private final Path profile;
  private final ChromeDriver driver;
  private final String origin;

  private Browser(Path profile, ChromeDriver driver, String origin) {
    this.profile = profile;
    this.driver = driver;
    this.origin = origin;
  }

  /** Fails or aborts the test where Chromium isn't installed. */
  static void demand() {
    Installed.demand(CHROMIUM, CHROMEDRIVER);
  }

  /** At the portal of this server, by the name that passkeys are bound to. */
  static Browser at(TestServer server) throws IOException {
    SELENIUM.setLevel(Level.SEVERE);
    Path profile = Files.createTempDirectory("latchkey-browser-");
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(Path.of(CHROMEDRIVER).toFile())
            .usingAnyFreePort()
            .withSilent(true)
            .build();
    ChromeDriver driver = new ChromeDriver(service, options(profile));
    return new Browser(profile, driver, "https://localhost:" + server.ports().https());
  }

  private static ChromeOptions options(Path profile) {
    ChromeOptions options = new ChromeOptions();
    options.setBinary(CHROMIUM);
    options.addArguments(
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--ignore-certificate-errors",
        "--lang=en-GB",
        "--window-size=1280,800",
        "--user-data-dir=" + profile);
    // A password manager's bubble would take the focus.
    options.setExperimentalOption(
        "prefs",
        Map.of("credentials_enable_service", false, "profile.password_manager_enabled", false));
    LoggingPreferences log = new LoggingPreferences();
    log.enable(LogType.BROWSER, Level.ALL);
    options.setCapability(ChromeOptions.LOGGING_PREFS, log);
    return options;
  }

  ChromeDriver driver() {
    return driver;
  }

  /** An authenticator of this machine's, which verifies its user and keeps passkeys. */
  void pluginAuthenticator() {
    driver.addVirtualAuthenticator(
        new VirtualAuthenticatorOptions()
            .setProtocol(VirtualAuthenticatorOptions.Protocol.CTAP2)
            .setTransport(VirtualAuthenticatorOptions.Transport.INTERNAL)
            .setHasResidentKey(true)
            .setHasUserVerification(true)
            .setIsUserVerified(true));
  }

  /** No script of a page runs from the next one on. */
  void switchScriptsOff() {
    driver.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", true));
  }

  /** Opens a page of the portal. */
  void open(String path) {
    driver.get(origin + "/portal" + path);
  }

  /** Presses the button or link with these words, and waits for the page that comes of it. */
  void press(String words) throws Exception {
    WebElement page = driver.findElement(By.tagName("html"));
    pressable(words).click();
    left(page);
  }

  /** Waits until another page is there than this one. */
  void left(WebElement page) throws Exception {
    Poll.until(
        "another page",
        () -> {
          List<WebElement> now = driver.findElements(By.cssSelector("html:has(h1)"));
          return !now.isEmpty() && !now.contains(page);
        });
  }

  private WebElement pressable(String words) {
    By named =
        By.xpath(
            "//*[self::button or self::a or self::summary]"
                + "[normalize-space()=\"%1$s\" or @aria-label=\"%1$s\"]".formatted(words));
    return driver.findElements(named).stream()
        .filter(WebElement::isDisplayed)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no “" + words + "” on " + text()));
  }

  /** Whether there is such a button or link to be seen. */
  boolean offers(String words) {
    return driver
        .findElements(
            By.xpath("//*[self::button or self::a][normalize-space()=\"%s\"]".formatted(words)))
        .stream()
        .anyMatch(WebElement::isDisplayed);
  }

  /** Opens what is folded, without leaving the page. */
  void unfold(String words) {
    pressable(words).click();
  }

  /** Fills the field with this label. */
  void type(String label, String text) {
    WebElement field = field(label);
    field.clear();
    field.sendKeys(text);
  }

  /** Chooses the radio button or check box with this label. */
  void choose(String label) {
    driver.findElement(By.xpath("//label[normalize-space()=\"%s\"]".formatted(label))).click();
  }

  WebElement field(String label) {
    String id =
        driver
            .findElement(By.xpath("//label[normalize-space()=\"%s\"]".formatted(label)))
            .getDomAttribute("for");
    return driver.findElement(By.id(String.valueOf(id)));
  }

  String heading() {
    return driver.findElement(By.tagName("h1")).getText();
  }

  /** All that can be read on the page. */
  String text() {
    return driver.findElement(By.tagName("body")).getText();
  }

  String textOf(String css) {
    return driver.findElement(By.cssSelector(css)).getText();
  }

  List<String> textsOf(String css) {
    return driver.findElements(By.cssSelector(css)).stream().map(WebElement::getText).toList();
  }

  @Override
  public void close() {
    driver.quit();
    try {
      Poll.until("the profile is deleted", this::deleteProfile);
    } catch (Exception e) {
      throw new IllegalStateException("the browser's profile stays", e);
    }
  }

  /** Whether all of it is gone; the last of the browser's processes may still be writing. */
  private boolean deleteProfile() {
    try (Stream<Path> all = Files.walk(profile)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (NoSuchFileException gone) {
      return gone.getFile().equals(profile.toString());
    } catch (IOException | UncheckedIOException busy) {
      return false;
    }
    return true;
  }
}
