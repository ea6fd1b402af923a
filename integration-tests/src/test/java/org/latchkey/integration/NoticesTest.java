// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latchkey.config.NoticesSettings;
import org.latchkey.config.Settings;
import org.latchkey.config.UpstreamTls;
import org.latchkey.core.account.Account;
import org.latchkey.core.factor.EnrolledFactors;
import org.latchkey.core.factor.EnrolledTotp;
import org.latchkey.core.password.AppPasswordDraft;
import org.latchkey.core.password.AppPasswordFormat;
import org.latchkey.core.password.Peppers;
import org.latchkey.core.password.SealedSecret;
import org.latchkey.core.password.Secret;
import org.latchkey.directory.embedded.EmbeddedDirectory;
import org.latchkey.integration.peers.FaultyUpstream;

/** Mails about changes to an account: none is lost, whatever the relay and the server do. */
final class NoticesTest {
  private static final String MADE = "An app password was made for your account";
  private static final String ALL_REVOKED = "Your app passwords are revoked";
  private static final String FACTOR = "Your second factor was changed";
  private static final String PASSWORD = "Your password was changed";

  @TempDir private Path folder;

  private GreenMail relay;
  private int port;

  @BeforeEach
  void start() throws IOException {
    port = FaultyUpstream.downPort(); // nobody else takes it while the relay is stopped
    relay = relay(port);
  }

  @AfterEach
  void stop() {
    relay.stop();
  }

  private static GreenMail relay(int port) {
    GreenMail relay =
        new GreenMail(new ServerSetup(port, TestServer.HOST, ServerSetup.PROTOCOL_SMTP));
    relay.start();
    return relay;
  }

  private TestServer server() throws Exception {
    NoticesSettings notices =
        new NoticesSettings(
            Optional.of(TestServer.HOST),
            port,
            UpstreamTls.NONE,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of("latchkey@example.org"));
    Settings settings = TestSettings.usual().toBuilder().notices(notices).build();
    return TestServer.start(folder.resolve("data"), settings);
  }

  private List<String> subjects() throws MessagingException {
    List<String> subjects = new ArrayList<>();
    for (MimeMessage each : relay.getReceivedMessages()) {
      subjects.add(each.getSubject());
    }
    return subjects;
  }

  private void assertArrive(String... subjects) throws Exception {
    Poll.until(
        subjects.length + " notices", () -> relay.getReceivedMessages().length >= subjects.length);
    assertEquals(List.of(subjects), subjects());
  }

  private void assertNowhere(String secret) throws MessagingException, IOException {
    String bare = secret.replace("-", "").toLowerCase(Locale.ROOT);
    for (MimeMessage each : relay.getReceivedMessages()) {
      String text = (each.getSubject() + each.getContent()).toLowerCase(Locale.ROOT);
      assertFalse(text.replace("-", "").contains(bare), text);
    }
  }

  @Test
  void whatAdminsDoIsTold() throws Exception {
    try (TestServer server = server()) {
      TestAccount alice = server.account("alice");
      TestAppPassword made = server.admin().make(alice, "Phone"); // ldapadd, then ldappasswd
      assertArrive(MADE);
      server.admin().generate(made.dn());
      assertArrive(MADE, MADE);
      server.admin().delete(made.dn());
      assertArrive(MADE, MADE, ALL_REVOKED);
      server.admin().changePassword(alice.dn(), "battery staple horse");
      assertArrive(MADE, MADE, ALL_REVOKED, PASSWORD);
      assertNowhere(made.secret());
      assertNowhere("battery staple horse");
      for (MimeMessage each : relay.getReceivedMessages()) {
        assertEquals(alice.login(), each.getAllRecipients()[0].toString());
        assertTrue(((String) each.getContent()).contains("By: an admin\r\n"));
        assertTrue(((String) each.getContent()).contains("/portal/"));
      }
    }
  }

  @Test
  void whatPeopleDoThemselvesIsTold() throws Exception {
    try (TestServer server = server()) {
      TestAccount alice = server.account("alice");
      EmbeddedDirectory directory = server.server().directory();
      Account account = directory.store().findByLogin("alice").orElseThrow();
      EnrolledTotp totp = new EnrolledTotp(SealedSecret.parse("{SEAL1}1$QUFB").orElseThrow(), 1);
      EnrolledFactors factors = new EnrolledFactors(Optional.of(totp), List.of(), List.of());
      assertTrue(
          directory
              .store()
              .replaceFactors(account.id(), EnrolledFactors.NONE, factors, account.dn()));
      assertArrive(FACTOR);
      try (Secret secret = AppPasswordFormat.generate(new SecureRandom())) {
        directory
            .store()
            .addAppPassword(
                account.id(),
                AppPasswordDraft.named("Laptop"),
                peppers().tag(account.id(), secret),
                account.dn());
        assertArrive(FACTOR, MADE);
        assertNowhere(new String(AppPasswordFormat.grouped(secret)));
      }
      directory.store().revokeAll(account.id(), account.dn());
      assertArrive(FACTOR, MADE, ALL_REVOKED);
      directory.store().replacePrimaryPassword(account.id(), "{ARGON2}x", account.dn());
      assertArrive(FACTOR, MADE, ALL_REVOKED, PASSWORD);
      for (MimeMessage each : relay.getReceivedMessages()) {
        assertTrue(((String) each.getContent()).contains("By: you, "));
      }
      server
          .admin()
          .connection()
          .modify(alice.dn(), new Modification(ModificationType.DELETE, "latchkeyTotp"));
      assertArrive(FACTOR, MADE, ALL_REVOKED, PASSWORD, FACTOR);
    }
  }

  private static Peppers peppers() {
    SequencedMap<String, byte[]> keys = new LinkedHashMap<>();
    keys.put("1", new byte[Peppers.KEY_BYTES]);
    return new Peppers(keys);
  }

  @Test
  void relayThatIsDownLosesNoneEvenOverRestarts() throws Exception {
    relay.stop();
    TestAccount alice;
    try (TestServer server = server()) {
      alice = server.account("alice");
      server.admin().make(alice, "Phone");
      server.admin().changePassword(alice.dn(), "battery staple horse");
    }
    try (TestServer server = server()) {
      server.admin().make(alice, "Laptop");
      relay = relay(port);
      assertArrive(MADE, PASSWORD, MADE);
    }
    try (TestServer server = server()) {
      server.admin().make(alice, "Tablet");
      assertArrive(MADE, PASSWORD, MADE, MADE);
    }
  }

  @Test
  void restartAloneSendsWhatWaited() throws Exception {
    relay.stop();
    try (TestServer server = server()) {
      server.admin().make(server.account("alice"), "Phone");
    }
    relay = relay(port);
    try (TestServer server = server()) {
      assertTrue(server.ports().imap() > 0);
      assertArrive(MADE);
    }
  }
}
