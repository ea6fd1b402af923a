// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latchkey.config.Cidr;
import org.latchkey.core.account.Service;
import org.latchkey.core.upstream.UpstreamAddress;

/** Every route that a method touches is authorized. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
final class ConfinementTest {
  private ScriptedUpstream upstream;
  private ScriptedUpstream other;
  private Rig rig;
  private String contacts;
  private String both;

  @BeforeAll
  void start() throws Exception {
    upstream = new ScriptedUpstream();
    other = new ScriptedUpstream();
    rig =
        new Rig(
            Rig.network(List.of(Cidr.parse("127.0.0.0/8")), List.of(), 1000),
            Optional.empty(),
            TestUpstream.routes(
                """
                [dav.routes.contacts]
                path = "/dav/"
                url = "%1$sdav/"
                services = ["carddav"]
                [dav.routes.calendars]
                path = "/dav/sub/cal/"
                url = "%1$sdav/sub/cal/"
                services = ["caldav"]
                [dav.routes.moved]
                path = "/kontakte/"
                url = "%1$sdav/"
                services = ["carddav"]
                [dav.routes.elsewhere]
                path = "/elsewhere/"
                url = "%2$s"
                services = ["caldav"]
                """
                    .formatted(upstream.url(), other.url())));
    contacts = Browser.basic("alice", rig.make(Service.CARDDAV).secret());
    both = Browser.basic("alice", rig.makeForDav().secret());
  }

  @AfterAll
  void stop() throws Exception {
    rig.close();
    upstream.close();
    other.close();
  }

  private int status(String who, String method, String path, String fields, String body)
      throws Exception {
    upstream.requests.clear();
    try (RawClient client = new RawClient(rig.address)) {
      client.send(
          method
              + " "
              + path
              + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: "
              + who
              + "\r\n"
              + (fields.isEmpty() ? "" : fields.replace("|", "\r\n") + "\r\n")
              + "Content-Length: "
              + body.length()
              + "\r\n\r\n"
              + body);
      int status = client.answer(method.equals("HEAD")).status();
      assertEquals(status == 200 ? 1 : 0, upstream.requests.size(), method + " " + path);
      return status;
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      nullValues = "-",
      value = {
        // method, path, fields, what a password for contacts alone gets
        "COPY!/dav/sub/!Destination: /dav/copied/!403",
        "COPY!/dav/sub!Destination: /dav/copied!403",
        "COPY!/dav/sub/!Destination: http://a/dav/copied/|Depth: 0!403",
        "COPY!/dav/x/!Destination: /dav/sub/!403",
        "COPY!/dav/x/!Destination: /dav/!403",
        "COPY!/dav/x/!Destination: /dav/y/!200",
        "COPY!/dav/x/!Destination: /dav/sub/cal/y!502",
        "COPY!/dav/x/!Destination: /dav/sub/cal;a/y!400",
        "MOVE!/dav/sub/!Destination: /dav/y/!403",
        "MOVE!/dav/x/!Destination: /dav/y/!200",
        "DELETE!/dav/sub/!-!403",
        "DELETE!/dav/!-!403",
        "DELETE!/dav/x/!-!200",
        "DELETE!/dav/subs/!-!200",
        "PROPFIND!/dav/!-!403",
        "PROPFIND!/dav/!Depth: infinity!403",
        "PROPFIND!/dav/!Depth: 2!403",
        "PROPFIND!/dav/!Depth: 1!200",
        "PROPFIND!/dav/!Depth: 0!200",
        "PROPFIND!/dav/sub/!Depth: 1!403",
        "PROPFIND!/dav/sub/!Depth: 0!200",
        "PROPFIND!/dav/sub/!Depth: 0|Depth: infinity!403",
        "PROPFIND!/dav/sub/!Depth: 0|Connection: depth!403",
        "PROPFIND!/dav/x/!Depth: infinity!200",
        "PROPFIND!/DAV/sub/!Depth: 0!404",
        "PROPFIND!/dav/SUB/!Depth: infinity!403",
        "PROPFIND!/dav/sub;x/!Depth: infinity!403",
        "LOCK!/dav/sub/!-!403",
        "LOCK!/dav/x!-!200",
        "UNLOCK!/dav/sub/!-!200",
        "PROPPATCH!/dav/sub/!-!200",
        "PUT!/dav/sub!-!403",
        "PUT!/dav/x/1.vcf!-!200",
        "MKCOL!/dav/x/!-!200",
        "GET!/dav/sub/!-!200",
        "HEAD!/dav/sub/!-!200",
        "OPTIONS!/dav/!-!200",
        "POST!/dav/x/!-!403",
        "BIND!/dav/x/!-!403",
        "REBIND!/dav/x/!-!403",
        "UNBIND!/dav/x/!-!403",
        "ACL!/dav/x/!-!403",
        "SEARCH!/dav/x/!-!403",
        "PATCH!/dav/x!-!403",
        "UPDATE!/dav/x!-!403",
        "GET!/dav/sub/cal/x!-!401",
        "DELETE!/kontakte/sub/!-!403",
        "GET!/kontakte/sub/cal/x!-!403",
        "GET!/kontakte/sub/CAL;y/x!-!403",
        "GET!/kontakte/sub/x!-!200"
      })
  void whatAMethodTouchesIsAuthorized(String method, String path, String fields, int status)
      throws Exception {
    String more = fields == null ? "" : fields;
    assertEquals(status, status(contacts, method, path, more, ""));
    int whole = status(both, method, path, more, "");
    assertEquals(status == 403 || status == 401 ? 200 : status, whole, "good for all of it");
  }

  private static String report(String name, String namespace, String... hrefs) {
    StringBuilder body =
        new StringBuilder("<x:" + name + " xmlns:x='" + namespace + "' xmlns:d='DAV:'><d:prop/>");
    for (String href : hrefs) {
      body.append("<d:href>").append(href).append("</d:href>");
    }
    return body + "</x:" + name + ">";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "/dav/x/1.vcf~200",
        "http://a/dav/x/1.vcf~200",
        "/dav/sub/cal/1.ics~403",
        "/dav/sub/%63al/1.ics~403",
        "/dav/sub/cal;x/1.ics~403",
        "/dav/sub/CAL/1.ics~403",
        "/dav/x/../sub/cal/1.ics~403",
        "/dav//sub/cal/1.ics~403",
        "//a/dav/sub/cal/1.ics~403",
        "http://a/dav/sub/cal/1.ics~403",
        "http://b/dav/x/1.vcf~403",
        "sub/cal/1.ics~403",
        "&#x2f;dav/sub/cal/1.ics~403",
        "<![CDATA[/dav/sub/]]>cal/1.ics~403",
        "/dav/sub/<!-- -->cal/1.ics~403",
        "/other/1.vcf~403",
        "/dav/x/1.vcf?y~403"
      })
  void whatABodyNamesIsAuthorized(String href, int status) throws Exception {
    String carddav = "urn:ietf:params:xml:ns:carddav";
    String body = report("addressbook-multiget", carddav, "/dav/x/0.vcf", href);
    assertEquals(status, status(contacts, "REPORT", "/dav/x/", "", body));
    assertEquals(200, status(both, "REPORT", "/dav/x/", "", body));
  }

  @Test
  void reportsThatFollowLinksAreForWhoMayReadAll() throws Exception {
    for (String each : List.of("expand-property", "principal-match", "principal-property-search")) {
      String body = report(each, "DAV:");
      assertEquals(403, status(contacts, "REPORT", "/dav/x/", "", body));
      assertEquals(200, status(both, "REPORT", "/dav/x/", "", body));
    }
    String sync = report("sync-collection", "DAV:");
    assertEquals(200, status(contacts, "REPORT", "/dav/x/", "", sync));
    assertEquals(403, status(contacts, "REPORT", "/dav/sub/", "", sync));
    assertEquals(403, status(contacts, "REPORT", "/dav/x/", "Content-Encoding: gzip", sync));
    assertEquals(403, status(contacts, "REPORT", "/dav/x/", "", "<!DOCTYPE x>" + sync));
    assertEquals(403, status(contacts, "REPORT", "/dav/x/", "", "not XML"));
  }

  /** An address of the account's own may bring two routes together. */
  @Test
  void accountsOwnUpstreamCounts() throws Exception {
    int port = URI.create(upstream.url()).getPort();
    rig.ownUpstreams(
        "x", Map.of(Service.CALDAV, new UpstreamAddress("localhost", OptionalInt.of(port))));
    try {
      // All of that server is the route "elsewhere" for this account now.
      assertEquals(403, status(contacts, "POST", "/dav/x/", "", ""));
      assertEquals(200, status(contacts, "GET", "/dav/x/", "", ""));
    } finally {
      rig.ownUpstreams("x", Map.of());
    }
  }
}
