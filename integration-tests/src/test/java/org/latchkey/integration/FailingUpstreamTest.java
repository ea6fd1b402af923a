// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.latchkey.config.Announce;
import org.latchkey.config.MasterForm;
import org.latchkey.config.UpstreamSettings;
import org.latchkey.config.UpstreamSignIn;
import org.latchkey.config.UpstreamSignInSettings;
import org.latchkey.config.UpstreamTls;
import org.latchkey.config.UpstreamsSettings;
import org.latchkey.integration.peers.Dovecot;
import org.latchkey.integration.peers.Dovecot.Security;
import org.latchkey.integration.peers.Dovecot.SignIn;
import org.latchkey.integration.peers.FaultyUpstream;
import org.latchkey.integration.peers.FaultyUpstream.Fault;
import org.latchkey.integration.peers.FaultyUpstream.Words;

/** Whatever is wrong with an upstream, the client is told to try later, and nothing stays open. */
final class FailingUpstreamTest {
  /** Of the server whose upstreams hang. */
  private static final Duration HASTY = Duration.ofMillis(500);

  /** Of a server whose upstreams answer, however busy the machine, or fail by themselves. */
  private static final Duration PATIENT = Duration.ofSeconds(60);

  @TempDir private static Path folder;

  private static Path masterPassword;
  private static TestServer hasty;
  private static TestServer patient;

  @BeforeAll
  static void start() throws Exception {
    masterPassword = folder.resolve("master-password");
    Files.writeString(masterPassword, Dovecot.MASTER_PASSWORD);
    hasty = start("hasty", HASTY);
    patient = start("patient", PATIENT);
  }

  @AfterAll
  static void stop() {
    hasty.close();
    patient.close();
  }

  /** One whose upstreams are those of each account. */
  private static TestServer start(String data, Duration timeout) throws Exception {
    return start(
        data, upstream(FaultyUpstream.downPort(), UpstreamTls.NONE, Optional.empty(), timeout));
  }

  private static TestServer start(String data, UpstreamSettings upstream) throws Exception {
    UpstreamsSettings all = new UpstreamsSettings(upstream, upstream, upstream, upstream);
    return TestServer.start(
        folder.resolve(data), TestSettings.usual().toBuilder().upstreams(all).build());
  }

  private static UpstreamSettings upstream(
      int port, UpstreamTls tls, Optional<Path> ca, Duration timeout) {
    return new UpstreamSettings(
        Optional.of("127.0.0.1"),
        port,
        tls,
        ca,
        new UpstreamSignInSettings(
            UpstreamSignIn.MASTER,
            "mail",
            Optional.of(Dovecot.MASTER),
            Optional.of(masterPassword),
            MasterForm.AUTHZID,
            Optional.empty()),
        Announce.NONE,
        timeout);
  }

  /** A protocol: how to sign in, and what is heard when that must wait. */
  private enum Door {
    IMAP("imap", Words.IMAP, "a NO [UNAVAILABLE]", "a OK") {
      @Override
      String signIn(LineClient client, TestAppPassword with) throws IOException {
        return client.imap("a", "AUTHENTICATE PLAIN " + plain(with));
      }

      @Override
      int port(TestServer server) {
        return server.ports().imaps();
      }
    },
    SMTP("smtp", Words.SMTP, "454 4.7.0", "235 ") {
      @Override
      String signIn(LineClient client, TestAppPassword with) throws IOException {
        return client.smtpAuth(with.account().login(), with.secret());
      }

      @Override
      int port(TestServer server) {
        return server.ports().submissions();
      }
    },
    POP3("pop3", Words.POP3, "-ERR [SYS/TEMP]", "+OK") {
      @Override
      String signIn(LineClient client, TestAppPassword with) throws IOException {
        client.send("AUTH PLAIN " + plain(with));
        return client.line();
      }

      @Override
      int port(TestServer server) {
        return server.ports().pop3s();
      }
    },
    SIEVE("sieve", Words.SIEVE, "NO (TRYLATER)", "OK") {
      @Override
      String signIn(LineClient client, TestAppPassword with) throws IOException {
        client.send("AUTHENTICATE \"PLAIN\" \"" + plain(with) + "\"");
        return client.line();
      }

      @Override
      int port(TestServer server) {
        return server.ports().sieve();
      }

      @Override
      LineClient open(TestServer server) throws IOException {
        LineClient client = LineClient.open(port(server));
        client.lineUntil(line -> line.startsWith("OK"));
        return client;
      }
    };

    private final String service;
    private final Words words;
    private final String unavailable;
    private final String good;

    Door(String service, Words words, String unavailable, String good) {
      this.service = service;
      this.words = words;
      this.unavailable = unavailable;
      this.good = good;
    }

    abstract String signIn(LineClient client, TestAppPassword with) throws IOException;

    abstract int port(TestServer server);

    LineClient open(TestServer server) throws IOException {
      LineClient client = LineClient.openTls(port(server), server.tls());
      client.line();
      return client;
    }

    private static String plain(TestAppPassword with) {
      return LineClient.plain(with.account().login(), with.secret());
    }
  }

  @TestFactory
  Stream<DynamicTest> aSignInThatCanNotGoOnIsToldToTryLater() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Door door : Door.values()) {
      tests.add(DynamicTest.dynamicTest(door + " DOWN", () -> isDown(door)));
      for (Fault fault : List.of(Fault.SILENT, Fault.HANGS_AFTER_GREETING)) {
        tests.add(DynamicTest.dynamicTest(door + " " + fault, () -> fails(hasty, door, fault)));
      }
      tests.add(
          DynamicTest.dynamicTest(
              door + " DIES_AT_SIGN_IN", () -> fails(patient, door, Fault.DIES_AT_SIGN_IN)));
    }
    return tests.stream();
  }

  private static void isDown(Door door) throws Exception {
    assertUnavailable(patient, door, madeFor(patient, door, FaultyUpstream.downPort()));
  }

  private static void fails(TestServer server, Door door, Fault fault) throws Exception {
    try (FaultyUpstream upstream = FaultyUpstream.start(fault, door.words)) {
      assertUnavailable(server, door, madeFor(server, door, upstream.port()));
      Poll.until("it was asked", () -> upstream.accepted() > 0);
      Poll.until("nothing lingers upstream", () -> upstream.open() == 0);
    }
  }

  private static TestAppPassword madeFor(TestServer server, Door door, int upstreamPort)
      throws Exception {
    TestAppPassword made = server.admin().make(server.account(), "Laptop");
    server
        .admin()
        .replace(
            made.account().dn(), "latchkeyUpstream", door.service + " 127.0.0.1:" + upstreamPort);
    return made;
  }

  /** Twice on one connection: it stays, and a client may ask again. */
  private static void assertUnavailable(TestServer server, Door door, TestAppPassword made)
      throws Exception {
    try (LineClient client = door.open(server)) {
      for (int i = 0; i < 2; i++) {
        String answer = door.signIn(client, made);
        assertTrue(answer.startsWith(door.unavailable), answer);
      }
    }
    Poll.until("nobody is signed in", () -> new Gauges(server).liveSessions() == 0);
  }

  @TestFactory
  Stream<DynamicTest> anUpstreamThatEndsTakesItsClientAlong() {
    return Stream.of(Door.values())
        .map(door -> DynamicTest.dynamicTest(door.name(), () -> endsInSession(door)));
  }

  private static void endsInSession(Door door) throws Exception {
    try (FaultyUpstream upstream = FaultyUpstream.start(Fault.DIES_IN_SESSION, door.words)) {
      TestAppPassword made = madeFor(patient, door, upstream.port());
      try (LineClient client = door.open(patient)) {
        String answer = door.signIn(client, made);
        assertTrue(answer.startsWith(door.good), answer);
        assertEquals(1, new Gauges(patient).liveSessions());
        client.send("a NOOP");
        String last = client.lineUntil(line -> line.endsWith(LineClient.CLOSED));
        assertEquals(LineClient.CLOSED, last);
      }
      Poll.until("nobody is signed in", () -> new Gauges(patient).liveSessions() == 0);
      Poll.until("nothing lingers upstream", () -> upstream.open() == 0);
    }
  }

  @TestFactory
  Stream<DynamicTest> aClientThatLeavesAHungUpstreamLeavesNothingBehind() {
    return Stream.of(Door.values())
        .map(door -> DynamicTest.dynamicTest(door.name(), () -> leavesHung(door)));
  }

  private static void leavesHung(Door door) throws Exception {
    try (FaultyUpstream upstream = FaultyUpstream.start(Fault.HANGS_IN_SESSION, door.words)) {
      TestAppPassword made = madeFor(patient, door, upstream.port());
      try (LineClient client = door.open(patient)) {
        assertTrue(door.signIn(client, made).startsWith(door.good));
        client.send("a NOOP");
      }
      Poll.until("nobody is signed in", () -> new Gauges(patient).liveSessions() == 0);
      Poll.until("nothing lingers upstream", () -> upstream.open() == 0);
    }
  }

  @Test
  void aCertificateThatNobodyVouchesForIsNoUpstream() throws Exception {
    try (Dovecot dovecot =
        Dovecot.start(SignIn.MASTER, Security.STARTTLS_AND_TLS, "user1@example.org")) {
      Dovecot.Listeners ports = dovecot.listeners();
      Optional<Path> right = Optional.of(dovecot.certificate().chain());
      Optional<Path> wrong = Optional.of(patient.server().data().certificate());
      assertEquals("a NO", imap("starttls-wrong", ports.imap(), UpstreamTls.STARTTLS, wrong));
      assertEquals(
          "a NO", imap("starttls-system", ports.imap(), UpstreamTls.STARTTLS, Optional.empty()));
      assertEquals("a NO", imap("implicit-wrong", ports.imaps(), UpstreamTls.IMPLICIT, wrong));
      assertEquals("a OK", imap("starttls-right", ports.imap(), UpstreamTls.STARTTLS, right));
      assertEquals("a OK", imap("implicit-right", ports.imaps(), UpstreamTls.IMPLICIT, right));
    }
  }

  @Test
  void withoutStarttlsThereIsNoFallingBackToClearText() throws Exception {
    try (Dovecot dovecot = Dovecot.start(SignIn.MASTER, Security.CLEAR, "user1@example.org")) {
      int port = dovecot.listeners().imap();
      assertEquals("a NO", imap("clear", port, UpstreamTls.STARTTLS, Optional.empty()));
      assertEquals("a OK", imap("clear-allowed", port, UpstreamTls.NONE, Optional.empty()));
    }
  }

  /** Signs in to a server of its own; gives what the answer begins with. */
  private static String imap(String data, int port, UpstreamTls tls, Optional<Path> ca)
      throws Exception {
    try (TestServer own = start(data, upstream(port, tls, ca, PATIENT))) {
      TestAppPassword made = own.admin().make(own.account(), "Laptop");
      try (LineClient client = Door.IMAP.open(own)) {
        String answer = Door.IMAP.signIn(client, made);
        assertTrue(
            answer.startsWith(Door.IMAP.good) || answer.startsWith(Door.IMAP.unavailable), answer);
        return answer.substring(0, 4);
      }
    }
  }
}
