// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav.empty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.latchkey.core.account.Service.CALDAV;
import static org.latchkey.core.account.Service.CARDDAV;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.adapters.dav.http.PathSegment;

final class PlaceTest {
  static Stream<Arguments> paths() {
    return Stream.of(
        Arguments.of("/", new Place.Root()),
        Arguments.of("/.well-known/carddav", new Place.WellKnown(CARDDAV)),
        Arguments.of("/.well-known/caldav/", new Place.WellKnown(CALDAV)),
        Arguments.of("/carddav", new Place.ServiceRoot(CARDDAV)),
        Arguments.of("/caldav/", new Place.ServiceRoot(CALDAV)),
        Arguments.of("/carddav/alice/", new Place.Home(CARDDAV, "alice")),
        Arguments.of("/caldav/alice%40example.org/", new Place.Home(CALDAV, "alice@example.org")),
        Arguments.of("/caldav/m%C3%BCller", new Place.Home(CALDAV, "müller")),
        Arguments.of("/caldav/a%2Fb/", new Place.Home(CALDAV, "a/b")),
        Arguments.of("/carddav/alice/book/1.vcf", new Place.Member(CARDDAV, "alice")),
        Arguments.of("/principals/", new Place.Principals()),
        Arguments.of("/principals/alice/", new Place.Principal("alice")),
        Arguments.of("/principals/caldav/", new Place.Principal("caldav")));
  }

  @ParameterizedTest
  @MethodSource("paths")
  void pathNamesWhatItSays(String path, Place place) {
    assertEquals(place, Place.of(path));
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
    assertEquals(new Place.Unknown(), Place.of(path));
  }

  @Test
  void segmentSurvivesEncoding() {
    String login = "Ünï/\"<&>%.@x";
    assertEquals(login, PathSegment.decode(PathSegment.encode(login)).orElseThrow());
  }
}
