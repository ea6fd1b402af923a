// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latchkey.config.DavSettings;
import org.latchkey.config.SettingsFile;
import org.latchkey.integration.peers.Example;
import org.latchkey.integration.peers.FaultyUpstream;
import org.latchkey.integration.peers.FaultyUpstream.Fault;
import org.latchkey.integration.peers.FaultyUpstream.Words;
import org.latchkey.integration.peers.Nginx;
import org.latchkey.integration.peers.Radicale;

/** Contacts and calendars on Radicale, behind Latchkey by {@code config/examples/radicale}. */
final class RelayedDavTest {
  private static final String CARD =
      crlf(
          """
          BEGIN:VCARD
          VERSION:3.0
          UID:carol
          FN:Carol
          N:;Carol;;;
          END:VCARD
          """);
  private static final String EVENT =
      crlf(
          """
          BEGIN:VCALENDAR
          VERSION:2.0
          PRODID:-//Test//EN
          BEGIN:VEVENT
          UID:lunch
          DTSTAMP:20260101T000000Z
          DTSTART:20260102T120000Z
          SUMMARY:Lunch
          END:VEVENT
          END:VCALENDAR
          """);

  @TempDir private static Path folder;

  private static Radicale radicale;
  private static TestServer server;

  private static String crlf(String text) {
    return text.replace("\n", "\r\n");
  }

  @BeforeAll
  static void start() throws Exception {
    Shell.demand("curl");
    radicale = Radicale.start();
    server = start("data", "1 min");
  }

  /**
   * @param timeout how long an upstream may take to accept a request, and to answer it
   */
  private static TestServer start(String data, String timeout) throws Exception {
    String example =
        Example.read("radicale/latchkey.toml")
            .with("5232", radicale.port())
            .plus("connect-timeout = \"%1$s\"\nanswer-timeout = \"%1$s\"\n".formatted(timeout))
            .text();
    DavSettings routes = SettingsFile.parse(example, "latchkey.toml").dav();
    return TestServer.start(
        folder.resolve(data), TestSettings.usual().toBuilder().dav(routes).build());
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
    radicale.close();
  }

  private static String curl(TestAppPassword as, String path, String more) throws Exception {
    return curl(server, as, path, more);
  }

  private static String curl(TestServer server, TestAppPassword as, String path, String more)
      throws Exception {
    Shell.Result result =
        Shell.run(
            folder,
            "curl -sS -i --cacert '%s' -u '%s:%s' 'https://127.0.0.1:%d%s' %s"
                .formatted(
                    server.server().data().certificate(),
                    as.account().login(),
                    as.secret(),
                    server.ports().https(),
                    path,
                    more));
    assertEquals(0, result.exit(), result.toString());
    return result.text();
  }

  private static void assertStatus(int status, String answer) {
    String last = answer.replaceFirst("(?s)^HTTP/[0-9.]+ 100 .*?\r\n\r\n", "");
    assertTrue(last.matches("(?s)HTTP/[0-9.]+ " + status + " .*"), answer);
  }

  @Test
  void aContactIsPutListedAndRead() throws Exception {
    TestAppPassword made = server.admin().make(server.account(), "Contacts");
    String book = "/" + made.account().login() + "/book/";
    String mkcol =
        "<mkcol xmlns=\"DAV:\"><set><prop><resourcetype><collection/>"
            + "<addressbook xmlns=\"urn:ietf:params:xml:ns:carddav\"/></resourcetype></prop></set>"
            + "</mkcol>";
    assertStatus(201, curl(made, book, "-X MKCOL -d '" + mkcol + "'"));
    Path card = Files.writeString(folder.resolve("card"), CARD);
    assertStatus(201, curl(made, book + "carol.vcf", "-T '" + card + "'"));
    assertTrue(curl(made, book, "-X PROPFIND -H 'Depth: 1'").contains("/book/carol.vcf"));
    assertTrue(curl(made, book + "carol.vcf", "").endsWith("\r\n\r\n" + CARD));
  }

  @Test
  void anEventIsPutAndFound() throws Exception {
    TestAppPassword made = server.admin().make(server.account(), "Calendar");
    String calendar = "/" + made.account().login() + "/calendar/";
    assertStatus(201, curl(made, calendar, "-X MKCALENDAR"));
    Path event = Files.writeString(folder.resolve("event"), EVENT);
    assertStatus(201, curl(made, calendar + "lunch.ics", "-T '" + event + "'"));
    String query =
        "<C:calendar-query xmlns:D=\"DAV:\" xmlns:C=\"urn:ietf:params:xml:ns:caldav\"><D:prop>"
            + "<C:calendar-data/></D:prop><C:filter><C:comp-filter name=\"VCALENDAR\"/></C:filter>"
            + "</C:calendar-query>";
    String found = curl(made, calendar, "-X REPORT -H 'Depth: 1' -d '" + query + "'");
    assertStatus(207, found);
    assertTrue(found.contains("SUMMARY:Lunch"), found);
  }

  private String book(TestAppPassword made, String name) throws Exception {
    String book = "/" + made.account().login() + "/" + name + "/";
    assertStatus(201, curl(made, book, "-X MKCALENDAR"));
    return book;
  }

  /** Radicale speaks HTTP/1.0 and takes no chunks for a body. */
  @Test
  void aBodyOfUnknownLengthIsStoredWhole() throws Exception {
    TestAppPassword made = server.admin().make(server.account(), "Chunks");
    String calendar = book(made, "chunks");
    Path event = Files.writeString(folder.resolve("chunked"), EVENT);
    String query =
        "-X PROPFIND -H 'Depth: 1' -H 'Transfer-Encoding: chunked' -d"
            + " '<propfind xmlns=\"DAV:\"><prop><getetag/></prop></propfind>'";
    for (String version : List.of("--http1.1", "--http2")) {
      String path = calendar + version.substring(2) + ".ics";
      String unique = "sed s/lunch/" + version.substring(2) + "/ '" + event + "'";
      assertStatus(201, curl(made, path, version + " -T - < <(" + unique + ")"));
      assertTrue(curl(made, path, "").contains("UID:" + version.substring(2)));
      String listed = curl(made, calendar, framed(query, version));
      assertStatus(207, listed);
      assertTrue(listed.contains("getetag"), listed);
      assertTrue(!listed.contains("getcontentlength"), listed);
    }
  }

  /** HTTP/2 has no such field. */
  private static String framed(String query, String version) {
    return version
        + " "
        + (version.equals("--http2")
            ? query.replace("-H 'Transfer-Encoding: chunked'", "")
            : query);
  }

  @Test
  void namesHoldDelimiters() throws Exception {
    TestAppPassword made = server.admin().make(server.account(), "Names");
    String calendar = book(made, "names");
    int number = 0;
    for (String name : List.of("c%23d", "c%3Fd", "c%5Cd", "c%3Bd", ";x", "c%20d", "c%25d", "C+D")) {
      Path event =
          Files.writeString(folder.resolve("named"), EVENT.replace("lunch", "n" + number++));
      assertStatus(201, curl(made, calendar + name + ".ics", "-T '" + event + "'"));
      assertStatus(200, curl(made, calendar + name + ".ics", ""));
    }
  }

  @Test
  void clientsAndProxiesOfHttp10AreServed() throws Exception {
    TestAppPassword made = server.admin().make(server.account(), "HTTP/1.0");
    String calendar = book(made, "old");
    Path event = Files.writeString(folder.resolve("old"), EVENT);
    assertStatus(201, curl(made, calendar + "lunch.ics", "--http1.0 -T '" + event + "'"));
    String read = curl(made, calendar + "lunch.ics", "--http1.0");
    assertTrue(read.contains("\r\n\r\nBEGIN:VCALENDAR"), read);
    assertTrue(read.endsWith("END:VCALENDAR\r\n"), read);
    try (Nginx nginx = Nginx.start(server.ports().https())) {
      for (String path : List.of(calendar + "lunch.ics", "/portal/sign-in")) {
        Shell.Result result =
            Shell.run(
                folder,
                "curl -sS -i -u '%s:%s' 'http://127.0.0.1:%d%s'"
                    .formatted(made.account().login(), made.secret(), nginx.port(), path));
        assertStatus(200, result.text());
      }
    }
  }

  @Test
  void aHeaderOfTheClientsOwnNamesNobody() throws Exception {
    TestAppPassword made = server.admin().make(server.account(), "Own header");
    String others = "/somebody@example.org/";
    assertStatus(
        403,
        curl(made, others, "-X PROPFIND -H 'Depth: 0' -H 'X-Remote-User: somebody@example.org'"));
  }

  @Test
  void anUpstreamThatHangsIsUnavailable() throws Exception {
    try (TestServer hasty = start("hasty", "500 ms")) {
      assertUnavailable(hasty, Fault.SILENT);
    }
  }

  @Test
  void anUpstreamThatDiesIsUnavailable() throws Exception {
    assertUnavailable(server, Fault.DIES_AT_SIGN_IN);
  }

  @Test
  void anUpstreamThatIsDownIsUnavailable() throws Exception {
    askUnavailable(server, FaultyUpstream.downPort());
  }

  private static void assertUnavailable(TestServer server, Fault fault) throws Exception {
    try (FaultyUpstream upstream = FaultyUpstream.start(fault, Words.HTTP)) {
      askUnavailable(server, upstream.port());
      Poll.until("it was asked", () -> upstream.accepted() > 0);
      Poll.until("nothing lingers upstream", () -> upstream.open() == 0);
    }
  }

  private static void askUnavailable(TestServer server, int port) throws Exception {
    TestAppPassword made = server.admin().make(server.account(), "Faulty");
    server
        .admin()
        .replace(
            made.account().dn(),
            "latchkeyUpstream",
            "carddav 127.0.0.1:" + port,
            "caldav 127.0.0.1:" + port);
    String answer = curl(server, made, "/x/", "-X PROPFIND -H 'Depth: 0'");
    assertStatus(503, answer);
    assertTrue(answer.toLowerCase(java.util.Locale.ROOT).contains("\r\nretry-after: "), answer);
  }
}
