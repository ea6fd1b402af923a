// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.portal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpClient;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.latchkey.integration.TestAccount;
import org.latchkey.integration.TestServer;
import org.latchkey.integration.portal.PortalVisitor.Answer;

/** The portal of a server under test, and how people come in. */
final class PortalAtWork implements AutoCloseable {
  static final String MAIL = "mail";

  private static final Pattern SECRET = Pattern.compile("id=\"totp-secret\">([A-Z2-7 ]+)<");
  private static final Pattern CODE = Pattern.compile("<code>([0-9a-z-]+)</code>");
  private static final Pattern GROUPS = Pattern.compile("<span>([a-z]{5})</span>");
  private static final Pattern LINK = Pattern.compile("id=\"profile-link\"[^>]*");
  private static final Pattern HREF =
      Pattern.compile("href=\"https://[^/\"]+(/portal/set-up/[^\"]+)\"");

  private final TestServer server;
  private final HttpClient http;
  private final String origin;

  PortalAtWork(TestServer server) {
    this(server, server.ports().portal() == 0 ? server.ports().https() : server.ports().portal());
  }

  private PortalAtWork(TestServer server, int port) {
    this.server = server;
    this.http = client(server);
    this.origin = "https://" + TestServer.HOST + ":" + port;
  }

  /** A client with connections of its own. */
  static HttpClient client(TestServer server) {
    return HttpClient.newBuilder()
        .sslContext(server.tls())
        .version(HttpClient.Version.HTTP_1_1)
        .build();
  }

  TestServer server() {
    return server;
  }

  /**
   * An account's owner with a second factor.
   *
   * @param recoveryCodes as they were shown
   */
  record Person(
      TestAccount account,
      PortalVisitor visitor,
      AuthenticatorApp app,
      List<String> recoveryCodes) {}

  /** What the page that shows it once shows. */
  record Made(String secret, String link) {}

  PortalVisitor visitor() {
    return new PortalVisitor(http, origin);
  }

  PortalVisitor visitor(HttpClient with) {
    return new PortalVisitor(with, origin);
  }

  /** A fresh account whose owner has just enrolled an authenticator app, and is signed in. */
  Person enrolled() throws Exception {
    TestAccount account = server.account();
    PortalVisitor visitor = halfWay(account);
    return enrol(account, visitor);
  }

  static Person enrol(TestAccount account, PortalVisitor visitor) throws Exception {
    AuthenticatorApp app = new AuthenticatorApp(found(SECRET, visitor.get("/portal/factors/app")));
    Answer enrolled = visitor.post("/portal/factors/app", "code", app.next());
    List<String> codes =
        CODE.matcher(enrolled.text()).results().map(each -> each.group(1)).toList();
    assertEquals(10, codes.size(), enrolled::toString);
    return new Person(account, visitor, app, codes);
  }

  /** Somebody who gave the primary password. */
  PortalVisitor halfWay(TestAccount account) throws Exception {
    PortalVisitor visitor = visitor();
    visitor.get("/portal/sign-in");
    Answer first = givePassword(visitor, account.login(), account.primaryPassword());
    assertEquals(303, first.status(), first::toString);
    visitor.get(first.header("Location"));
    return visitor;
  }

  static Answer givePassword(PortalVisitor visitor, String login, String password)
      throws Exception {
    return visitor.post("/portal/sign-in", "login", login, "password", password);
  }

  /** Another session of a person's. */
  PortalVisitor signIn(Person person) throws Exception {
    PortalVisitor visitor = halfWay(person.account());
    Answer second = visitor.post("/portal/second-factor", "code", person.app().next());
    assertEquals("/portal/app-passwords", second.header("Location"), second::toString);
    visitor.get("/portal/app-passwords");
    return visitor;
  }

  /** Makes an app password as a person does. */
  static Made make(PortalVisitor visitor, String label, String preset) throws Exception {
    return made(tryToMake(visitor, label, preset));
  }

  /** What the page that shows it once shows. */
  static Made made(Answer made) {
    assertEquals(200, made.status(), made::toString);
    List<String> groups = GROUPS.matcher(made.text()).results().map(each -> each.group(1)).toList();
    assertEquals(5, groups.size(), made::toString);
    Matcher link = LINK.matcher(made.text());
    Matcher href = HREF.matcher(made.text());
    return new Made(String.join("-", groups), link.find() && href.find() ? href.group(1) : "");
  }

  static Answer tryToMake(PortalVisitor visitor, String label, String preset) throws Exception {
    return visitor.post("/portal/app-passwords", "label", label, "preset", preset);
  }

  /** Whether this browser is somebody's who is signed in. */
  static boolean isSignedIn(PortalVisitor visitor) throws Exception {
    return visitor.get("/portal/app-passwords").status() == 200;
  }

  private static String found(Pattern pattern, Answer in) {
    Matcher matcher = pattern.matcher(in.text());
    assertTrue(matcher.find(), in::toString);
    return matcher.group(1);
  }

  @Override
  public void close() {
    http.close();
  }
}
