// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whatever makes an app password bad ends its live sessions, and no others; prints how soon. */
@ExtendWith(SharedServer.class)
final class SignOutTest {
  private static final int ROUNDS = 50;

  private static final Vertx vertx = Vertx.vertx();
  private static final Report causes =
      new Report("Sign-out by other causes, all protocols, from before the change is sent");

  private final TestServer server;
  private final Admin admin;

  SignOutTest(TestServer server) {
    this.server = server;
    this.admin = server.admin();
  }

  @AfterAll
  static void stop() {
    vertx.close().await();
    causes.print();
  }

  @Test
  void ldapdeleteEndsTheAppPasswordsSessions() throws Exception {
    TestAccount account = server.account();
    Report report = new Report("Sign-out by ldapdelete, from before it is sent");
    try (LiveClients untouched = LiveClients.of(vertx, server, admin.make(account, "Other"))) {
      for (int i = 0; i < ROUNDS; i++) {
        TestAppPassword made = admin.make(account, "Laptop");
        try (LiveClients clients = LiveClients.of(vertx, server, made)) {
          long start = System.nanoTime();
          admin.delete(made.dn());
          report.add("(ldapdelete itself)", Duration.ofNanos(System.nanoTime() - start));
          clients.assertEnd(start, report);
        }
      }
      untouched.assertSignedIn();
    }
    report.print();
  }

  /** What an admin does, and what it ends besides the sessions of the app password itself. */
  private record Cause(Deed deed, boolean endsOthers) {}

  private interface Deed {
    void to(TestAppPassword made) throws Exception;
  }

  private Map<String, Cause> causes() {
    Map<String, Cause> causes = new LinkedHashMap<>();
    causes.put("ldapdelete", new Cause(made -> admin.delete(made.dn()), false));
    causes.put("a new secret", new Cause(made -> admin.generate(made.dn()), false));
    causes.put(
        "a narrower network",
        new Cause(made -> admin.replace(made.dn(), "latchkeyNetwork", "192.0.2.0/24"), false));
    causes.put(
        "an expiry in the past",
        new Cause(made -> admin.expire(made.dn(), Instant.now().minusSeconds(60)), false));
    causes.put(
        "another primary password by ldappasswd",
        new Cause(made -> admin.changePassword(made.account().dn(), "battery staple too"), true));
    causes.put(
        "another primary password by ldapmodify",
        new Cause(
            made -> admin.replace(made.account().dn(), "userPassword", "battery staple too"),
            true));
    causes.put(
        "a disabled account",
        new Cause(made -> admin.replace(made.account().dn(), "latchkeyDisabled", "TRUE"), true));
    causes.put("a deleted account", new Cause(made -> admin.delete(made.account().dn()), true));
    return causes;
  }

  @TestFactory
  Stream<DynamicTest> everyCauseEndsWhatItShould() {
    return causes().entrySet().stream()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.getKey(), () -> endsWhatItShould(each.getKey(), each.getValue())));
  }

  private void endsWhatItShould(String name, Cause cause) throws Exception {
    TestAccount account = server.account();
    TestAppPassword made = admin.make(account, "Laptop");
    TestAppPassword other = admin.make(account, "Other");
    try (LiveClients clients = LiveClients.of(vertx, server, made);
        LiveClients others = LiveClients.of(vertx, server, other);
        LiveClients strangers =
            LiveClients.of(vertx, server, admin.make(server.account(), "Stranger"))) {
      long start = System.nanoTime();
      cause.deed().to(made);
      clients.assertEnd(start, causes, name);
      if (cause.endsOthers()) {
        others.assertEnd(start, causes, name);
      } else {
        others.assertSignedIn();
      }
      strangers.assertSignedIn();
    }
  }

  @TestFactory
  Stream<DynamicTest> aServiceTakenAwayEndsItsSessionsAlone() {
    return Stream.of("imap", "smtp", "ldap", "carddav", "caldav")
        .map(service -> DynamicTest.dynamicTest(service, () -> endsItsSessionsAlone(service)));
  }

  private void endsItsSessionsAlone(String service) throws Exception {
    TestAppPassword made = admin.make(server.account(), "Laptop");
    try (LiveClients clients = LiveClients.of(vertx, server, made)) {
      String[] left =
          Stream.of(Admin.EVERY_SERVICE)
              .filter(each -> !each.equals(service))
              .toArray(String[]::new);
      long start = System.nanoTime();
      admin.replace(made.dn(), "latchkeyService", left);
      clients.of(service).assertEnd(start, causes, "without service " + service);
      clients.besides(service).assertSignedIn();
    }
  }

  @Test
  void anExpiryThatPassesEndsTheSessions() throws Exception {
    TestAccount account = server.account();
    TestAppPassword made = admin.make(account, "Laptop");
    try (LiveClients clients = LiveClients.of(vertx, server, made);
        LiveClients others = LiveClients.of(vertx, server, admin.make(account, "Other"))) {
      Instant expiry = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(3);
      admin.expire(made.dn(), expiry);
      // Before the wall clock is read: a pause between the two makes the expiry no later.
      long now = System.nanoTime();
      long left = Duration.between(Instant.now(), expiry).toNanos();
      clients.assertEnd(now + left, causes, "an expiry passing, from then");
      others.assertSignedIn();
    }
    assertFalse(causes.shortest().isNegative(), "signed out before the expiry");
  }
}
