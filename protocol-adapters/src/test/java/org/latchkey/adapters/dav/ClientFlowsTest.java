// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient.Version;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.latchkey.core.account.Service;

/** How real clients set an account up, request by request. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ClientFlowsTest {
  private Rig rig;
  private TestCertificate certificate;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    certificate = TestCertificate.make(folder, "flows");
    rig = new Rig(Rig.network(), Rig.tls(folder, certificate));
  }

  @AfterAll
  void stop() {
    rig.close();
  }

  private Browser browser(Version version) throws Exception {
    return new Browser(rig.address, version, TestCertificate.trusting(certificate));
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  private static String href(String body, String property) {
    Matcher found =
        Pattern.compile("<" + property + "><d:href>([^<]*)</d:href></" + property + ">")
            .matcher(body);
    assertTrue(found.find(), body);
    return found.group(1);
  }

  /** 301, 401, then Basic; OPTIONS on the principal, PROPFIND on the home. */
  @ParameterizedTest
  @CsvSource({
    "carddav, card:addressbook-home-set, HTTP_2",
    "caldav, cal:calendar-home-set, HTTP_2",
    "carddav, card:addressbook-home-set, HTTP_1_1",
    "caldav, cal:calendar-home-set, HTTP_1_1"
  })
  void iosSetsAnAccountUp(String service, String homeSet, Version version) throws Exception {
    Rig.Made made = rig.make(Service.byId(service).orElseThrow());
    try (Browser ios = browser(version)) {
      String principalProperty = Browser.propfind("d:current-user-principal", "d:principal-URL");
      HttpResponse<String> moved =
          ios.send("PROPFIND", "/.well-known/" + service, principalProperty, "Depth", "0");
      assertEquals(301, moved.statusCode());
      assertEquals(version, moved.version());
      String root = URI.create(header(moved, "location")).getPath();
      HttpResponse<String> asked = ios.send("PROPFIND", root, principalProperty, "Depth", "0");
      assertEquals(401, asked.statusCode());
      HttpResponse<String> found =
          ios.propfind(made, root, "d:current-user-principal", "d:principal-URL");
      assertEquals(207, found.statusCode());
      String principal = href(found.body(), "d:current-user-principal");
      HttpResponse<String> options = ios.send(made, "OPTIONS", principal, "");
      assertEquals(200, options.statusCode());
      assertEquals("1, 3, addressbook, calendar-access", header(options, "dav"));
      HttpResponse<String> person = ios.propfind(made, principal, homeSet, "d:displayname");
      String home = href(person.body(), homeSet);
      HttpResponse<String> homeFound = ios.propfind(made, home, "d:resourcetype", "cs:getctag");
      assertEquals(207, homeFound.statusCode());
      assertTrue(homeFound.body().contains("<d:collection/>"));
    }
  }

  /** Pre-emptive Basic; an anonymous question for the principal must get 401. */
  @ParameterizedTest
  @EnumSource(
      value = Version.class,
      names = {"HTTP_1_1", "HTTP_2"})
  void davx5FindsBothServices(Version version) throws Exception {
    Rig.Made made = rig.makeForDav();
    try (Browser davx5 = browser(version)) {
      for (String path : new String[] {"/", "/carddav/", "/caldav/", "/principals/alice/"}) {
        String body = Browser.propfind("d:current-user-principal");
        assertEquals(401, davx5.send("PROPFIND", path, body, "Depth", "0").statusCode(), path);
        assertEquals(207, davx5.send(made, "PROPFIND", path, body).statusCode(), path);
      }
      String root = davx5.propfind(made, "/", "d:current-user-principal").body();
      String principal = href(root, "d:current-user-principal");
      String allows = header(davx5.send(made, "OPTIONS", principal, ""), "dav");
      assertTrue(allows.contains("addressbook") && allows.contains("calendar-access"));
      String person =
          davx5
              .propfind(made, principal, "card:addressbook-home-set", "cal:calendar-home-set")
              .body();
      assertEquals("/carddav/alice/", href(person, "card:addressbook-home-set"));
      assertEquals("/caldav/alice/", href(person, "cal:calendar-home-set"));
    }
  }

  /** It follows the redirect with PROPFIND, and a Location with http: in it breaks it. */
  @Test
  void vdirsyncerIsRedirectedWithoutAScheme() throws Exception {
    Rig.Made made = rig.makeForDav();
    try (Browser vdirsyncer = browser(Version.HTTP_1_1)) {
      HttpResponse<String> moved = vdirsyncer.propfind(made, "/.well-known/caldav");
      assertEquals("/caldav/", header(moved, "location"));
      String root = vdirsyncer.propfind(made, "/caldav/", "d:current-user-principal").body();
      String principal = href(root, "d:current-user-principal");
      String person = vdirsyncer.propfind(made, principal, "cal:calendar-home-set").body();
      HttpResponse<String> listed =
          vdirsyncer.send(
              "PROPFIND",
              href(person, "cal:calendar-home-set"),
              Browser.propfind("d:resourcetype"),
              "Authorization",
              Browser.basic("alice", made.secret()),
              "Depth",
              "1");
      assertEquals(207, listed.statusCode());
    }
  }

  @Test
  void thunderbirdIsToldARealmAndTheCharacterSet() throws Exception {
    Rig.Made made = rig.makeForDav();
    try (Browser thunderbird = browser(Version.HTTP_2)) {
      HttpResponse<String> asked = thunderbird.send("PROPFIND", "/carddav/", "", "Depth", "0");
      assertEquals(
          "Basic realm=\"Latchkey\", charset=\"UTF-8\"", header(asked, "www-authenticate"));
      HttpResponse<String> found =
          thunderbird.propfind(
              made,
              "/carddav/",
              "d:resourcetype",
              "d:displayname",
              "d:current-user-principal",
              "d:current-user-privilege-set");
      assertEquals(207, found.statusCode());
    }
  }
}
