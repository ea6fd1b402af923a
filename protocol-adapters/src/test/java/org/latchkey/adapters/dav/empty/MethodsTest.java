// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav.empty;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latchkey.core.account.Service.CALDAV;
import static org.latchkey.core.account.Service.CARDDAV;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.adapters.dav.Browser;
import org.latchkey.adapters.dav.http.Answer;
import org.latchkey.core.account.Account;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.account.Service;

final class MethodsTest {
  private static final Account ALICE =
      new Account(
          new AccountId(new UUID(0, 1)),
          "uid=alice",
          Set.of("alice", "alice@example.org"),
          false,
          Optional.empty(),
          List.of(),
          List.of(),
          Map.of("cn", List.of("Alice & <Bob>")),
          1);

  private final Methods methods = new Methods(new DavXml());

  private static Viewer alice(Service... services) {
    return new Viewer(ALICE, "alice", Set.of(services));
  }

  private Answer ask(String method, String path, String depth, String body, Viewer viewer) {
    Methods.Call call = new Methods.Call(method, Place.of(path), depth);
    return methods.answer(call, body.getBytes(UTF_8), viewer);
  }

  private String find(String path, String depth, Viewer viewer, String... properties) {
    Answer answer = ask("PROPFIND", path, depth, Browser.propfind(properties), viewer);
    assertEquals(207, answer.status());
    return answer.body();
  }

  @ParameterizedTest
  @CsvSource({
    "/, /principals/alice/",
    "/carddav/, /principals/alice/",
    "/principals/alice/, /principals/alice/"
  })
  void principalIsFoundFromEverywhere(String path, String principal) {
    String expected =
        "<d:current-user-principal><d:href>" + principal + "</d:href></d:current-user-principal>";
    assertTrue(find(path, "0", alice(CARDDAV), "d:current-user-principal").contains(expected));
  }

  @Test
  void rootAndPrincipalsStandForBothServices() {
    for (String path : List.of("/", "/principals/", "/principals/alice/")) {
      assertEquals(Set.of(CARDDAV, CALDAV), Place.of(path).asks());
      String found = find(path, "0", alice(CALDAV), "d:current-user-principal");
      assertTrue(found.contains("<d:href>/principals/alice/</d:href>"), found);
    }
  }

  @Test
  void principalNamesTheHomesThatThePasswordIsGoodFor() {
    String[] homes = {"card:addressbook-home-set", "cal:calendar-home-set"};
    String both = find("/principals/alice/", "0", alice(CARDDAV, CALDAV), homes);
    assertTrue(both.contains("<d:href>/carddav/alice/</d:href></card:addressbook-home-set>"), both);
    assertTrue(both.contains("<d:href>/caldav/alice/</d:href></cal:calendar-home-set>"), both);
    String one = find("/principals/alice/", "0", alice(CARDDAV), homes);
    assertTrue(one.contains("/carddav/alice/"), one);
    assertTrue(one.endsWith(notFound("<cal:calendar-home-set/>")), one);
  }

  private static String notFound(String properties) {
    return "<d:propstat><d:prop>"
        + properties
        + "</d:prop><d:status>HTTP/1.1 404 Not Found</d:status></d:propstat>"
        + "</d:response></d:multistatus>\n";
  }

  @Test
  void unknownPropertiesAreSaidToBeMissing() {
    String some = find("/", "0", alice(CARDDAV), "d:resourcetype", "cs:getctag", "d:getetag");
    assertTrue(some.contains("<d:resourcetype><d:collection/></d:resourcetype>"), some);
    assertTrue(
        some.endsWith(notFound("<getctag xmlns=\"http://calendarserver.org/ns/\"/><d:getetag/>")),
        some);
    assertFalse(find("/", "0", alice(CARDDAV), "cs:getctag").contains("200 OK"));
  }

  @Test
  void namesAreEscaped() {
    String found = find("/principals/alice/", "0", alice(CARDDAV), "d:displayname");
    assertTrue(found.contains("<d:displayname>Alice &amp; &lt;Bob&gt;</d:displayname>"), found);
  }

  @ParameterizedTest
  @CsvSource({
    "/, 4",
    "/carddav/, 2",
    "/caldav/, 2",
    "/principals/, 2",
    "/principals/alice/, 1",
    "/carddav/alice/, 1",
    "/caldav/alice/, 1"
  })
  void depthOneListsTheMembers(String path, int responses) {
    String found =
        find(path, "1", alice(Place.of(path).asks().toArray(Service[]::new)), "d:resourcetype");
    assertEquals(responses, found.split("<d:response>", -1).length - 1, found);
  }

  @Test
  void answerNamesTheResourceAsItWasAskedFor() {
    String found = find("/carddav/Alice%40Example.org/", "0", alice(CARDDAV), "d:resourcetype");
    assertTrue(found.contains("<d:href>/carddav/Alice@Example.org/</d:href>"), found);
  }

  @Test
  void infinityIsRefusedWithItsPrecondition() {
    Answer answer = ask("PROPFIND", "/", "infinity", "", alice(CARDDAV));
    assertEquals(403, answer.status());
    assertTrue(answer.body().contains("<d:propfind-finite-depth/>"));
    assertEquals(400, ask("PROPFIND", "/", "2", "", alice(CARDDAV)).status());
    assertEquals(207, ask("PROPFIND", "/", "", "", alice(CARDDAV)).status());
  }

  @Test
  void nameListHoldsNoValues() {
    String body = "<propfind xmlns='DAV:'><propname/></propfind>";
    String found = ask("PROPFIND", "/", "0", body, alice(CARDDAV)).body();
    assertTrue(found.contains("<d:displayname/>"), found);
    assertFalse(found.contains("principal-URL"), found);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/carddav/bob/", "/caldav/bob/c/1.ics", "/principals/bob/", "/carddav/%00/"})
  void anothersThingsAreForbiddenWhetherTheyExistOrNot(String path) {
    for (String method : List.of("PROPFIND", "GET", "PUT", "REPORT")) {
      assertEquals(403, ask(method, path, "0", "", alice(CARDDAV, CALDAV)).status(), method);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /carddav/alice/, 200",
    "HEAD, /, 200",
    "GET, /nothing, 404",
    "PROPFIND, /carddav/alice/book/, 404",
    "PUT, /carddav/alice/book/1.vcf, 403",
    "DELETE, /carddav/alice/, 403",
    "MKCALENDAR, /caldav/alice/c/, 403",
    "PROPPATCH, /caldav/alice/, 403",
    "TRACE, /, 405",
    "BREW, /, 405",
    "REPORT, /carddav/alice/, 400",
    "OPTIONS, /principals/alice/, 200"
  })
  void otherMethodsAreAnsweredPlainly(String method, String path, int status) {
    assertEquals(status, ask(method, path, "", "", alice(CARDDAV, CALDAV)).status());
  }

  @Test
  void reportFindsNothing() {
    String body = "<c:addressbook-query xmlns:c='urn:ietf:params:xml:ns:carddav'/>";
    Answer answer = ask("REPORT", "/carddav/alice/", "1", body, alice(CARDDAV));
    assertEquals(207, answer.status());
    assertFalse(answer.body().contains("response>"));
  }
}
