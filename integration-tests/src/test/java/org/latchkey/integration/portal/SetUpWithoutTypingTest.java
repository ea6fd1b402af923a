// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.portal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latchkey.app.server.Ports;
import org.latchkey.config.PublicPorts;
import org.latchkey.config.PublicSettings;
import org.latchkey.config.Settings;
import org.latchkey.config.TlsSettings;
import org.latchkey.integration.Admin;
import org.latchkey.integration.LineClient;
import org.latchkey.integration.Shell;
import org.latchkey.integration.TestAppPassword;
import org.latchkey.integration.TestServer;
import org.latchkey.integration.TestSettings;
import org.latchkey.integration.portal.PortalAtWork.Made;
import org.latchkey.integration.portal.PortalAtWork.Person;
import org.latchkey.integration.portal.PortalVisitor.Answer;

/** Clients that are set up without typing: what they are told, and by a link that is good once. */
final class SetUpWithoutTypingTest {
  private static final String HOST = "mail.example.org";

  /** Prints what a profile sets up, a line for each server. */
  private static final String READ =
      """
      import plistlib, sys
      for p in plistlib.load(open(sys.argv[1], 'rb'))['PayloadContent']:
          for k in ('IncomingMailServer', 'OutgoingMailServer', 'CardDAV', 'CalDAV'):
              mail = k.endswith('Server')
              host = p.get(k + 'HostName')
              if host:
                  print(k, host, p[k + 'PortNumber'] if mail else p[k + 'Port'], p[k + 'UseSSL'],
                        p[k + 'Username'], p.get(k[:8] + 'Password') if mail else p[k + 'Password'])
      """;

  @TempDir private static Path folder;

  private static TestServer server;
  private static PortalAtWork portal;

  @BeforeAll
  static void start() throws Exception {
    Shell.demand("openssl", "python3");
    run(
        "openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -subj /CN=CA -days 2");
    run("openssl req -newkey rsa:2048 -nodes -keyout signer.key -out signer.csr -subj /CN=Signer");
    Files.writeString(
        folder.resolve("ext"), "keyUsage=digitalSignature\nextendedKeyUsage=emailProtection\n");
    run(
        "openssl x509 -req -in signer.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2"
            + " -extfile ext -out signer.pem");
    Files.writeString(folder.resolve("read.py"), READ);
    server = TestServer.start(folder.resolve("data"), settings());
    portal = new PortalAtWork(server);
  }

  @AfterAll
  static void stop() {
    portal.close();
    server.close();
  }

  private static String run(String command) throws Exception {
    Shell.Result result = Shell.run(folder, command);
    assertEquals(0, result.exit(), result::toString);
    return result.text();
  }

  private static Settings settings() {
    Settings usual = TestSettings.with(Duration.ofMillis(50), TlsSettings.defaults());
    return usual.toBuilder()
        .publicly(
            new PublicSettings(
                Optional.of(HOST),
                Optional.of("example.org"),
                Optional.of(folder.resolve("signer.pem")),
                Optional.of(folder.resolve("signer.key")),
                PublicPorts.defaults()))
        .build();
  }

  private static Answer download(String link) throws Exception {
    return portal.visitor().get(link);
  }

  @Test
  void profileIsSignedAndSetsUpExactlyWhatIsOpen() throws Exception {
    Person alice = portal.enrolled();
    Made made = PortalAtWork.make(alice.visitor(), "My iPhone", "everything");
    Answer profile = download(made.link());
    assertEquals(200, profile.status(), profile::toString);
    assertEquals("application/x-apple-aspen-config", profile.header("Content-Type"));
    assertEquals("no-store", profile.header("Cache-Control"));
    Files.write(folder.resolve("signed"), profile.response().body());
    run("openssl smime -verify -in signed -inform der -CAfile ca.pem -out plain");
    String login = alice.account().login();
    Ports ports = server.ports();
    assertEquals(
        Set.of(
            "IncomingMailServer " + told(ports.imaps(), login, made),
            "OutgoingMailServer " + told(ports.submissions(), login, made),
            "CardDAV " + told(ports.https(), login, made),
            "CalDAV " + told(ports.https(), login, made)),
        Set.of(run("python3 read.py plain").strip().split("\n", -1)));
    signIn(alice, made);
  }

  private static String told(int port, String login, Made made) {
    return "%s %d True %s %s".formatted(HOST, port, login, made.secret().replace("-", ""));
  }

  /** What the profile holds signs in. */
  private static void signIn(Person person, Made made) throws Exception {
    TestAppPassword with = new TestAppPassword(person.account(), "", made.secret());
    try (LineClient client = LineClient.imapSession(server, with)) {
      assertTrue(client.imap("b", "NOOP").startsWith("b OK"));
    }
    assertEquals(
        "207",
        run(
            ("curl -sS -o /dev/null -w '%%{http_code}' --cacert '%s' -u '%s:%s' -X PROPFIND"
                    + " https://127.0.0.1:%d/carddav/")
                .formatted(
                    server.server().data().certificate(),
                    person.account().login(),
                    made.secret(),
                    server.ports().https())));
  }

  @Test
  void profileOfContactsAloneSetsUpNoMail() throws Exception {
    Person alice = portal.enrolled();
    Made made = PortalAtWork.make(alice.visitor(), "Contacts", "contacts");
    Files.write(folder.resolve("signed2"), download(made.link()).response().body());
    run("openssl smime -verify -in signed2 -inform der -CAfile ca.pem -out plain2");
    assertEquals(
        "CardDAV " + told(server.ports().https(), alice.account().login(), made),
        run("python3 read.py plain2").strip());
  }

  private static List<String> servers(Answer made) {
    int from = made.text().indexOf("id=\"servers\"");
    assertTrue(from > 0, made::toString);
    return Pattern.compile("<li>([^<]+)</li>")
        .matcher(made.text().substring(from))
        .results()
        .map(each -> each.group(1))
        .toList();
  }

  @Test
  void whereNoProfileCanBeHadTheServersAreThereToBeTyped() throws Exception {
    Person alice = portal.enrolled();
    Ports ports = server.ports();
    Answer printer = PortalAtWork.tryToMake(alice.visitor(), "Printer", "send");
    assertEquals(
        List.of(
            "Sending mail: %s, port %d, TLS".formatted(HOST, ports.submissions()),
            "Sending mail: %s, port %d, STARTTLS".formatted(HOST, ports.submission())),
        servers(printer));
    assertTrue(printer.text().contains("<bdi>" + alice.account().login() + "</bdi>"));
    assertFalse(printer.text().contains("Outlook"), printer::toString);
    Answer book =
        alice
            .visitor()
            .post(
                "/portal/app-passwords",
                "label",
                "Address book",
                "preset",
                "chosen",
                "service",
                "ldap");
    assertTrue(
        servers(book)
            .contains(
                "Directory (LDAP): %s, port %d, TLS; bind DN %s"
                    .formatted(HOST, ports.ldaps(), alice.account().dn())),
        book::toString);
    Answer contacts = PortalAtWork.tryToMake(alice.visitor(), "Contacts", "contacts");
    assertFalse(contacts.text().contains("Outlook"), contacts::toString);
    assertEquals(1, servers(contacts).size());
    Answer phone = PortalAtWork.tryToMake(alice.visitor(), "Phone", "everything");
    assertTrue(phone.text().contains("Thunderbird and Outlook find the servers"));
  }

  @Test
  void accountWithoutAnAddressGetsContactsAndCalendars() throws Exception {
    Person alice = portal.enrolled();
    server.admin().replace(alice.account().dn(), "mail");
    Answer page = PortalAtWork.tryToMake(alice.visitor(), "Phone", "everything");
    assertFalse(page.text().contains("Outlook"), page::toString);
    Made made = PortalAtWork.made(page);
    Files.write(folder.resolve("signed3"), download(made.link()).response().body());
    run("openssl smime -verify -in signed3 -inform der -CAfile ca.pem -out plain3");
    String uid = alice.account().uid();
    assertEquals(
        Set.of(
            "CardDAV " + told(server.ports().https(), uid, made),
            "CalDAV " + told(server.ports().https(), uid, made)),
        Set.of(run("python3 read.py plain3").strip().split("\n", -1)));
    assertTrue(servers(page).stream().anyMatch(each -> each.startsWith("Mail (IMAP): ")));
    Answer mail = PortalAtWork.tryToMake(alice.visitor(), "Laptop", "mail");
    assertEquals("", PortalAtWork.made(mail).link());
    assertFalse(servers(mail).isEmpty());
  }

  @Test
  void linkIsGoodOnce() throws Exception {
    String link = PortalAtWork.make(portal.enrolled().visitor(), "Once", "mail").link();
    try (PortalAudit audit = new PortalAudit()) {
      PortalVisitor visitor = portal.visitor();
      Answer head =
          visitor.send(
              visitor
                  .request(link)
                  .method("HEAD", java.net.http.HttpRequest.BodyPublishers.noBody()));
      assertEquals(405, head.status(), head::toString);
      assertEquals(200, download(link).status());
      Answer again = download(link);
      assertEquals(410, again.status(), again::toString);
      assertFalse(again.text().contains("Password"), again::toString);
      assertEquals(410, download("/portal/set-up/made-up").status());
      assertEquals(1, audit.count("profile-downloaded", ""));
      assertEquals(2, audit.count("link-refused", ""));
    }
  }

  @Test
  void linkIsGoodOnceForManyAtOnce() throws Exception {
    String link = PortalAtWork.make(portal.enrolled().visitor(), "At once", "mail").link();
    int many = 8;
    CyclicBarrier together = new CyclicBarrier(many);
    List<Future<Integer>> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < many; i++) {
        answers.add(
            threads.submit(
                () -> {
                  together.await();
                  return download(link).status();
                }));
      }
    }
    List<Integer> statuses = new ArrayList<>();
    for (Future<Integer> each : answers) {
      statuses.add(each.get());
    }
    assertEquals(1, statuses.stream().filter(status -> status == 200).count(), statuses::toString);
    assertEquals(many - 1, statuses.stream().filter(status -> status == 410).count());
  }

  /** What ends the app password in a profile that waits for its device. */
  private interface End {
    void of(Person owner, String dn) throws Exception;
  }

  private static void assertDeadAfter(End end) throws Exception {
    Person owner = portal.enrolled();
    String link = PortalAtWork.make(owner.visitor(), "Phone", "mail").link();
    end.of(owner, "cn=Phone," + owner.account().dn());
    Answer answer = download(link);
    assertEquals(410, answer.status(), answer::toString);
    assertFalse(answer.text().contains("Password"), answer::toString);
  }

  @Test
  void linkIsDeadOnceItsAppPasswordIs() throws Exception {
    Admin admin = server.admin();
    assertDeadAfter((owner, dn) -> owner.visitor().post("/portal/app-passwords/revoke-all"));
    assertDeadAfter((owner, dn) -> admin.delete(dn));
    assertDeadAfter((owner, dn) -> admin.expire(dn, Instant.parse("2026-11-01T00:00:00Z")));
    assertDeadAfter((owner, dn) -> admin.generate(dn));
    assertDeadAfter((owner, dn) -> admin.replace(owner.account().dn(), "latchkeyDisabled", "TRUE"));
    assertDeadAfter(
        (owner, dn) -> {
          admin.delete(dn);
          admin.delete(owner.account().dn());
        });
  }

  private static Set<String> found(String pattern, String in) {
    return Pattern.compile(pattern, Pattern.DOTALL)
        .matcher(in)
        .results()
        .map(each -> each.group(1) + " " + each.group(2) + " " + each.group(3))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void thunderbirdIsToldExactlyWhatIsOpen() throws Exception {
    Ports ports = server.ports();
    for (String path :
        List.of("/.well-known/autoconfig/mail/config-v1.1.xml", "/mail/config-v1.1.xml")) {
      Answer answer = portal.visitor().get(path + "?emailaddress=alice%40example.org");
      assertEquals(200, answer.status(), answer::toString);
      assertEquals(
          Set.of(
              "imap " + HOST + " " + ports.imap(),
              "imap " + HOST + " " + ports.imaps(),
              "smtp " + HOST + " " + ports.submission(),
              "smtp " + HOST + " " + ports.submissions()),
          found(
              "Server type=\"(\\w+)\">\\s*<hostname>([^<]+)</hostname>\\s*<port>(\\d+)</port>",
              answer.text()));
      assertFalse(answer.text().contains("pop3"), answer::toString);
    }
  }

  @Test
  void outlookIsToldExactlyWhatIsOpen() throws Exception {
    Ports ports = server.ports();
    PortalVisitor outlook = portal.visitor();
    String body =
        """
        <Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006">
        <Request><EMailAddress>alice@example.org</EMailAddress><AcceptableResponseSchema>\
        http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a\
        </AcceptableResponseSchema></Request></Autodiscover>
        """;
    Answer answer =
        outlook.send(
            outlook
                .request("/autodiscover/autodiscover.xml")
                .header("Content-Type", "text/xml")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString(body)));
    assertEquals(200, answer.status(), answer::toString);
    assertEquals(
        Set.of(
            "IMAP " + HOST + " " + ports.imap(),
            "IMAP " + HOST + " " + ports.imaps(),
            "SMTP " + HOST + " " + ports.submission(),
            "SMTP " + HOST + " " + ports.submissions()),
        found(
            "<Type>(\\w+)</Type>\\s*<Server>([^<]+)</Server>\\s*<Port>(\\d+)</Port>",
            answer.text()));
  }

  /** Entities would read files or fill memory. */
  @Test
  void outlookThatIsNoneIsToldNothing() throws Exception {
    PortalVisitor outlook = portal.visitor();
    for (String body :
        List.of(
            "",
            "<",
            "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>",
            "<!DOCTYPE a [<!ENTITY x \"xxxxxxxxxx\"><!ENTITY y \"&x;&x;&x;\">]><a>&y;</a>")) {
      Answer answer =
          outlook.send(
              outlook
                  .request("/autodiscover/autodiscover.xml")
                  .header("Content-Type", "text/xml")
                  .POST(java.net.http.HttpRequest.BodyPublishers.ofString(body)));
      assertEquals(200, answer.status(), answer::toString);
      assertTrue(answer.text().contains("<ErrorCode>600</ErrorCode>"), answer::toString);
      assertFalse(answer.text().contains("root:"), answer::toString);
    }
  }
}
