// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.latchkey.core.account.Service.CALDAV;
import static org.latchkey.core.account.Service.CARDDAV;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RouteTest {
  static Stream<Arguments> paths() {
    return Stream.of(
        Arguments.of("/", new Route.Root()),
        Arguments.of("/.well-known/carddav", new Route.WellKnown(CARDDAV)),
        Arguments.of("/.well-known/caldav/", new Route.WellKnown(CALDAV)),
        Arguments.of("/carddav", new Route.ServiceRoot(CARDDAV)),
        Arguments.of("/caldav/", new Route.ServiceRoot(CALDAV)),
        Arguments.of("/carddav/alice/", new Route.Home(CARDDAV, "alice")),
        Arguments.of("/caldav/alice%40example.org/", new Route.Home(CALDAV, "alice@example.org")),
        Arguments.of("/caldav/m%C3%BCller", new Route.Home(CALDAV, "müller")),
        Arguments.of("/caldav/a%2Fb/", new Route.Home(CALDAV, "a/b")),
        Arguments.of("/carddav/alice/book/1.vcf", new Route.Member(CARDDAV, "alice")),
        Arguments.of("/principals/", new Route.Principals(CARDDAV)),
        Arguments.of("/principals/alice/", new Route.Principal(CARDDAV, "alice")),
        Arguments.of("/principals/caldav/", new Route.Principal(CARDDAV, "caldav")),
        Arguments.of("/principals/caldav/alice/", new Route.Principal(CALDAV, "alice")));
  }

  @ParameterizedTest
  @MethodSource("paths")
  void pathNamesWhatItSays(String path, Route route) {
    assertEquals(route, Route.of(path));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "carddav/",
        "//",
        "/carddav//alice/",
        "/carddav/../caldav/",
        "/carddav/%2e%2E/alice/",
        "/carddav/%/",
        "/carddav/%zz/",
        "/carddav/%C3/",
        "/carddav/a b/",
        "/CARDDAV/",
        "/.well-known/",
        "/.well-known/carddav/x",
        "/principals/carddav/alice/",
        "/principals/caldav/alice/x/"
      })
  void everythingElseIsUnknown(String path) {
    assertEquals(new Route.Unknown(), Route.of(path));
  }

  @Test
  void segmentSurvivesEncoding() {
    String login = "Ünï/\"<&>%.@x";
    assertEquals(login, PathSegment.decode(PathSegment.encode(login)).orElseThrow());
  }
}
