// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpClient.Version;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.core.account.Service;
import org.latchkey.core.audit.AuditEvent;
import org.latchkey.core.directory.DirectoryUnavailableException;
import org.latchkey.core.signin.DenialReason;
import org.latchkey.core.signin.SignInOutcome;

/** What each outcome and each bad request comes to on the wire. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AnswersTest {
  private Rig rig;
  private TestCertificate certificate;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    certificate = TestCertificate.make(folder, "answers");
    rig = new Rig(Rig.network(), Rig.tls(folder, certificate));
  }

  @AfterAll
  void stop() {
    rig.close();
  }

  private Browser browser(Version version) throws Exception {
    return new Browser(rig.address, version, TestCertificate.trusting(certificate));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer x", "Basic !", "Basic YWxpY2U6", "Basic OnNlY3JldA=="})
  void nobodysCredentialsAreRefusedWithoutAnAttempt(String field) throws Exception {
    rig.events.clear();
    try (Browser browser = browser(Version.HTTP_1_1)) {
      HttpResponse<String> refused =
          field.isEmpty()
              ? browser.send("PROPFIND", "/carddav/", "")
              : browser.send("PROPFIND", "/carddav/", "", "Authorization", field);
      assertEquals(401, refused.statusCode());
    }
    assertTrue(rig.events.stream().noneMatch(AuditEvent.SignInDecided.class::isInstance));
  }

  @Test
  void appPasswordForOneServiceFindsItsPrincipalFromTheRoot() throws Exception {
    try (Browser browser = browser(Version.HTTP_2)) {
      for (Service service : List.of(Service.CARDDAV, Service.CALDAV)) {
        Rig.Made one = rig.make(service);
        for (String path : List.of("/", "/principals/", "/principals/alice/")) {
          HttpResponse<String> found = browser.propfind(one, path, "d:current-user-principal");
          assertEquals(207, found.statusCode(), path);
          assertTrue(found.body().contains("<d:href>/principals/alice/</d:href>"), found.body());
        }
      }
    }
  }

  @Test
  void severalAuthorizationsAreMalformed() throws Exception {
    try (Browser browser = browser(Version.HTTP_2)) {
      HttpResponse<String> refused =
          browser.send(
              "GET", "/", "", "Authorization", "Basic YTpi", "Authorization", "Basic YTpj");
      assertEquals(400, refused.statusCode());
    }
  }

  @Test
  void everyDenialLooksTheSame() throws Exception {
    Rig.Made calendars = rig.make(Service.CALDAV);
    Rig.Made revoked = rig.makeForDav();
    rig.revoke(revoked);
    try (Browser browser = browser(Version.HTTP_1_1)) {
      assertDenied(browser, "alice", "wrong", DenialReason.NOT_AN_APP_PASSWORD);
      assertDenied(browser, "nobody", calendars.secret(), DenialReason.UNKNOWN_ACCOUNT);
      assertDenied(browser, "alice", calendars.secret(), DenialReason.WRONG_SERVICE);
      assertDenied(browser, "alice", revoked.secret(), DenialReason.REVOKED);
    }
  }

  private void assertDenied(Browser browser, String name, String password, DenialReason reason)
      throws Exception {
    rig.events.clear();
    HttpResponse<String> refused =
        browser.send("GET", "/carddav/", "", "Authorization", Browser.basic(name, password));
    assertEquals(401, refused.statusCode());
    assertEquals("Sign in with an app password.\n", refused.body());
    SignInOutcome outcome = rig.next(AuditEvent.SignInDecided.class).outcome();
    assertEquals(reason, assertInstanceOf(SignInOutcome.Denied.class, outcome).reason());
  }

  @Test
  void outageIsNeverAWrongPassword() throws Exception {
    rig.directory.failWith(new DirectoryUnavailableException("down"));
    try (Browser browser = browser(Version.HTTP_2)) {
      HttpResponse<String> later =
          browser.send(
              "GET",
              "/",
              "",
              "Authorization",
              Browser.basic("nobody", "aaaaa-aaaaa-aaaaa-aaaaa-aaaaa"));
      assertEquals(503, later.statusCode());
      assertEquals("5", later.headers().firstValue("retry-after").orElse(""));
      assertTrue(later.headers().firstValue("www-authenticate").isEmpty());
    } finally {
      rig.directory.failWith(null);
    }
  }

  @Test
  void clientNameIsTheUserAgentCutShort() throws Exception {
    Rig.Made made = rig.makeForDav();
    rig.events.clear();
    try (Browser browser = browser(Version.HTTP_2)) {
      String agent = "DAVx5/" + "4".repeat(200);
      browser.send(
          "GET",
          "/",
          "",
          "Authorization",
          Browser.basic("alice", made.secret()),
          "User-Agent",
          agent);
    }
    assertEquals(
        "DAVx5/" + "4".repeat(122),
        rig.next(AuditEvent.SignInDecided.class).request().clientName());
  }

  @ParameterizedTest
  @EnumSource(
      value = Version.class,
      names = {"HTTP_1_1", "HTTP_2"})
  void anyLoginOfTheAccountFindsItsHome(Version version) throws Exception {
    Rig.Made made = rig.makeForDav();
    try (Browser browser = browser(version)) {
      String[] fields = {
        "Authorization", Browser.basic("Alice@Example.org", made.secret()), "Depth", "0"
      };
      assertEquals(207, browser.send("PROPFIND", "/caldav/alice/", "", fields).statusCode());
      assertEquals(403, browser.send("PROPFIND", "/caldav/bob/", "", fields).statusCode());
      assertEquals(404, browser.send("PROPFIND", "/elsewhere", "", fields).statusCode());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Version.class,
      names = {"HTTP_1_1", "HTTP_2"})
  void xmlIsBoundedAndFetchesNothing(Version version, @TempDir Path folder) throws Exception {
    Rig.Made made = rig.makeForDav();
    Path secret = Files.writeString(folder.resolve("secret"), "topsecret");
    String xxe =
        "<!DOCTYPE a [<!ENTITY x SYSTEM '%s'>]><propfind xmlns='DAV:'><prop>&x;</prop></propfind>"
            .formatted(secret.toUri());
    try (Browser browser = browser(version)) {
      HttpResponse<String> refused = browser.send(made, "PROPFIND", "/", xxe);
      assertEquals(400, refused.statusCode());
      assertFalse(refused.body().contains("topsecret"));
      String large = "<propfind xmlns='DAV:'><allprop/></propfind>" + " ".repeat(Body.MAX_BYTES);
      assertEquals(413, browser.send(made, "PROPFIND", "/", large).statusCode());
      String whole = large.substring(0, Body.MAX_BYTES);
      assertEquals(207, browser.send(made, "PROPFIND", "/", whole).statusCode());
    }
  }
}
