// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DavSettingsTest {
  private static DavSettings parse(String toml) throws InvalidSettingsException {
    return SettingsFile.parse(toml, "/etc/latchkey.toml").dav();
  }

  private static void assertProblems(String toml, String... problems) {
    InvalidSettingsException e =
        assertThrows(InvalidSettingsException.class, () -> SettingsFile.parse(toml, "f"));
    assertEquals(
        List.of(problems).stream().map(each -> "f:" + each).toList(), e.problems(), e.getMessage());
  }

  @Test
  void everyKeyOfARouteReachesItsRecord() throws Exception {
    DavSettings settings =
        parse(
            """
            [dav.routes.b]
            path = "/carddav/"
            url = "https://dav.example.org:8443/dav/"
            services = ["carddav"]
            sign-in = "basic"
            user = "uid"
            user-header = "Remote"
            ca = "ca.pem"
            connect-timeout = "1 s"
            answer-timeout = "2 s"
            max-connections = 3
            pass-headers = ["X-Trace"]
            [dav.routes.a]
            url = "http://[::1]"
            """);
    assertEquals(
        new DavRouteSettings(
            "/carddav/",
            URI.create("https://dav.example.org:8443/dav/"),
            Set.of(DavService.CARDDAV),
            DavSignIn.BASIC,
            "uid",
            "Remote",
            Optional.of(Path.of("/etc/ca.pem")),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            3,
            List.of("X-Trace")),
        settings.routes().get("b"));
    assertEquals(List.of("b", "a"), List.copyOf(settings.routes().keySet()));
    assertEquals(
        List.of("/dav/", "/"),
        settings.routes().values().stream().map(DavRouteSettings::upstreamPath).toList());
  }

  @Test
  void wellKnownIsTheFirstRouteThatStandsForTheService() throws Exception {
    String toml =
        """
        [dav.routes.a]
        path = "/c/"
        url = "http://a"
        services = ["caldav"]
        [dav.routes.b]
        path = "/b/"
        url = "http://b"
        """;
    assertEquals(Optional.of("/b/"), parse(toml).wellKnown(DavService.CARDDAV));
    assertEquals(Optional.of("/c/"), parse(toml).wellKnown(DavService.CALDAV));
    assertEquals(
        Optional.of("/b/dav.php"),
        parse("dav.well-known-caldav = '/b/dav.php'\n" + toml).wellKnown(DavService.CALDAV));
    assertEquals(Optional.empty(), parse("").wellKnown(DavService.CALDAV));
  }

  @Test
  void problemsAreReportedWithTheirLines() {
    assertProblems(
        """
        [dav]
        well-known-caldav = "//evil.example/"
        [dav.routes.one]
        pth = "/"
        [dav.routes."two words"]
        url = "http://b"
        [dav.routes.three]
        path = "/x/"
        url = "ftp://b"
        services = ["imap", 5]
        sign-in = "digest"
        connect-timeout = "1 ms"
        [dav.routes.four]
        url = "http://b"
        ca = "x.pem"
        """,
        "2: \"dav.well-known-caldav\" must be a path",
        "3: \"dav.routes.one.url\" must be the upstream's http or https URL, such as"
            + " \"http://127.0.0.1:5232/\"",
        "4: unknown key \"dav.routes.one.pth\": did you mean \"dav.routes.one.path\"?",
        "5: \"dav.routes.two words\" must be a name of letters, digits, hyphens and underscores",
        "9: \"dav.routes.three.url\" must be the upstream's http or https URL, such as"
            + " \"http://127.0.0.1:5232/\"",
        "10: \"dav.routes.three.services\" must be one of \"carddav\", \"caldav\", not \"imap\"",
        "10: \"dav.routes.three.services\" must be one of \"carddav\", \"caldav\", not \"the number"
            + " 5\"",
        "11: \"dav.routes.three.sign-in\" must be one of \"remote-user\", \"basic\", \"bearer\","
            + " \"none\", not \"digest\"",
        "12: \"dav.routes.three.connect-timeout\" must be from 100 ms to 5 min, not 1 ms",
        "15: \"dav.routes.four.ca\" is of use for an https \"url\" only");
  }

  @Test
  void oneFolderOfAnUpstreamIsForOneSetOfServices() throws Exception {
    String toml =
        """
        [dav.routes.a]
        path = "/a/"
        url = "http://localhost:5232/"
        services = ["carddav"]
        [dav.routes.b]
        path = "/b/"
        url = "http://127.0.0.1:5232"
        services = ["%s"]
        """;
    assertProblems(
        toml.formatted("caldav"),
        "7: \"dav.routes.b.url\" is that of the route \"a\" too, which has other services: an app"
            + " password for either would reach all of it");
    assertEquals(2, parse(toml.formatted("carddav")).routes().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Authorization", "X-Forwarded-For", "X Trace", "Host", "X-Remote-User"})
  void whatIsNotTheClientsToSayIsNotPassed(String name) {
    assertProblems(
        "[dav.routes.a]\nurl = 'http://a'\npass-headers = ['" + name + "']\n",
        "3: \"dav.routes.a.pass-headers\" must be names of header fields that no server takes for a"
            + " proxy's word on who asks, from where, or for what");
  }

  @Test
  void twoRoutesCannotHaveOnePath() {
    assertProblems(
        "[dav.routes.a]\nurl = 'http://a'\n[dav.routes.b]\nurl = 'http://b'\npath = '/'\n",
        "5: \"dav.routes.b.path\" is that of the route \"a\" too");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "carddav/",
        "/carddav",
        "//",
        "/a//",
        "/../",
        "/./",
        "/a%2f/",
        "/a b/",
        "/.well-known/carddav/",
        "/a?/"
      })
  void pathThatIsNoPlainPrefixIsRefused(String path) {
    assertProblems(
        "[dav.routes.a]\nurl = 'http://a'\npath = '" + path + "'\n",
        "3: \"dav.routes.a.path\" must begin and end with \"/\", and hold no escapes and no dots"
            + " in between");
  }

  @ParameterizedTest
  @CsvSource({
    "a.example/",
    "mailto:a@example",
    "'http:///x/'",
    "http://u:p@a/",
    "http://a/?q",
    "http://a/#f",
    "http://a/dav",
    "http://a/../",
    "http://a:70000/"
  })
  void urlThatIsNoPlainFolderIsRefused(String url) {
    assertProblems(
        "[dav.routes.a]\nurl = '" + url + "'\n",
        "2: \"dav.routes.a.url\" must be the upstream's http or https URL, such as"
            + " \"http://127.0.0.1:5232/\"");
  }
}
