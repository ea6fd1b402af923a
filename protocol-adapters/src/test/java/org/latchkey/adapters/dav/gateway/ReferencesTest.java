// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latchkey.adapters.dav.http.Authority;
import org.latchkey.config.SettingsFile;

/** What a client calls things, and the upstream. */
final class ReferencesTest {
  /**
   * Of a client that calls this server {@code inner:1443}, outside it being {@code dav.example}.
   */
  private static References references() throws Exception {
    Routes routes =
        Routes.of(
            SettingsFile.parse(
                    """
                    [dav.routes.all]
                    url = 'http://up:81/'
                    [dav.routes.moved]
                    path = '/moved/'
                    url = 'http://up:81/m/'
                    """,
                    "/test.toml")
                .dav(),
            route -> (account, upstream) -> new UpstreamCredentials.Answer.Nothing(),
            "",
            Optional.of(new Authority("dav.example", OptionalInt.of(8443))));
    Target.Routed from = assertInstanceOf(Target.Routed.class, routes.target("/x"));
    return new References(
        routes, from, Authority.parse("inner:1443"), "https", new Address(false, "up", 81));
  }

  @ParameterizedTest
  @CsvSource({
    "https://inner:1443/a, http://up:81/a",
    "https://INNER:1443/a, http://up:81/a",
    "https://dav.example/a, http://up:81/a",
    "https://dav.example:8443/a, http://up:81/a",
    "https://dav.example:1443/a, http://up:81/a",
    "/a%20b, http://up:81/a%20b",
    "//inner:1443/a, http://up:81/a",
    "https://dav.example:9443/a, ",
    "https://inner/a, ",
    "https://dav.example.evil/a, ",
    "https://x@inner:1443/a, ",
    "ftp://inner:1443/a, ",
    "https://inner:1443/moved/a, ",
    "a, ",
  })
  void destinationIsHereByAnyNameOfThisServer(String said, String told) throws Exception {
    Destination read = Destination.of(List.of(said), "COPY", references());
    assertEquals(told, read instanceof Destination.Here here ? here.value() : null);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "(<urn:uuid:1>)|(<urn:uuid:1>)",
        "<https://inner:1443/a> (<urn:uuid:1>)|<http://up:81/a> (<urn:uuid:1>)",
        "</a> (Not <https://inner:1443/b>)|<http://up:81/a> (Not <https://inner:1443/b>)",
        "<https://b.example/a> ([\"x)<y\"])|<https://b.example/a> ([\"x)<y\"])",
        "</a> ([\")\"]) <https://dav.example/b> (<z>)"
            + "|<http://up:81/a> ([\")\"]) <http://up:81/b> (<z>)",
      })
  void tagsOfAConditionAreTheUpstreams(String said, String told) throws Exception {
    assertEquals(told, references().ifToUpstream(said));
  }
}
