// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.notice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.config.NoticesSettings;
import org.latchkey.config.UpstreamTls;
import org.latchkey.core.directory.ChangeKind;
import org.latchkey.core.directory.DirectoryChange;

/** What becomes of notices, by what the relay says. */
@Timeout(60)
final class NoticeSenderTest {
  private static final String ALICE = "alice";
  private static final String BOB = "bob";
  private static final String RCPT_BOB = "RCPT TO:<bob@";
  private static final String RCPT_ALICE = "RCPT TO:<alice@";
  private static final ChangeKind MADE = ChangeKind.APP_PASSWORD_ADDED;
  private static final RetryWaits SHORT =
      new RetryWaits(Duration.ofMillis(1), Duration.ofMillis(20));

  @TempDir Path folder;

  private final Waiting waiting = new Waiting();
  private ScriptedRelay relay;

  @BeforeEach
  void start() throws Exception {
    relay = ScriptedRelay.start();
    waiting.hold(Waiting.account(ALICE, "alice@example.org", "other@example.org"));
    waiting.hold(Waiting.account(BOB, "bob@example.org"));
  }

  @AfterEach
  void stop() {
    relay.close();
  }

  private NoticesSettings settings(Optional<Path> password) {
    return new NoticesSettings(
        Optional.of("127.0.0.1"),
        relay.port(),
        UpstreamTls.NONE,
        Optional.empty(),
        password.map(file -> "latchkey"),
        password,
        Optional.of("latchkey@example.org"));
  }

  private NoticeSender sender(NoticesSettings settings) throws IOException {
    NoticeSender sender =
        new NoticeSender(
            new NoticeSender.Parts(
                waiting,
                waiting::find,
                new NoticeWriter(
                    "latchkey@example.org",
                    "latchkey.example.org",
                    Optional.empty(),
                    waiting.people()),
                new MailRelay(settings, "mail.example.org"),
                SHORT));
    sender.start();
    return sender;
  }

  private NoticeSender sender() throws IOException {
    return sender(settings(Optional.empty()));
  }

  private DirectoryChange addNow(String uid) {
    return waiting.add(uid, MADE, "Phone", "cn=admin", Instant.now());
  }

  private long count(String command) {
    return relay.commands().stream().filter(each -> each.startsWith(command)).count();
  }

  @Test
  void whatWaitedBeforeTheStartIsSentToTheFirstAddress() throws Exception {
    waiting.add(ALICE, MADE);
    try (NoticeSender _ = sender()) {
      assertTrue(relay.take().contains("To: alice@example.org\n"));
      waiting.awaitLeft(0);
    }
    assertTrue(relay.commands().contains("EHLO mail.example.org"));
    assertEquals(0, count("RCPT TO:<other@"));
  }

  @Test
  void whatTheFeedTellsOfIsSentWithoutAWait() throws Exception {
    try (NoticeSender sender = sender()) {
      sender.changed(waiting.add(ALICE, MADE));
      waiting.awaitLeft(0);
    }
  }

  @Test
  void manyGoOverOneConnection() throws Exception {
    for (int i = 0; i < 250; i++) {
      waiting.add(ALICE, MADE);
    }
    try (NoticeSender _ = sender()) {
      waiting.awaitLeft(0);
    }
    assertEquals(250, relay.taken());
    assertEquals(1, count("EHLO"));
  }

  @Test
  void refusedRecipientIsDroppedAndTheOthersAreSent() throws Exception {
    relay.reply(RCPT_BOB, "550 5.1.1 no such user");
    waiting.add(BOB, MADE);
    waiting.add(ALICE, MADE);
    try (NoticeSender _ = sender()) {
      assertTrue(relay.take().contains("To: alice@example.org"));
      waiting.awaitLeft(0);
    }
    assertEquals(1, count(RCPT_BOB));
  }

  @Test
  void refusedTextIsDropped() throws Exception {
    relay.reply("DATA", "554 5.7.1 not with me");
    waiting.add(ALICE, MADE);
    try (NoticeSender _ = sender()) {
      waiting.awaitLeft(0);
    }
    assertEquals(1, count("DATA"));
  }

  @Test
  void deferredRecipientIsTriedAgainAndHoldsNobodyUp() throws Exception {
    relay.reply(RCPT_BOB, "450 4.2.0 greylisted");
    waiting.add(BOB, MADE, "Phone", "cn=admin", Instant.now());
    waiting.add(ALICE, MADE);
    try (NoticeSender _ = sender()) {
      assertTrue(relay.take().contains("To: alice@example.org"));
      waiting.awaitLeft(1);
      relay.reply(RCPT_BOB, "");
      assertTrue(relay.take().contains("To: bob@example.org"));
      waiting.awaitLeft(0);
    }
  }

  @Test
  void deferredForDaysIsGivenUp() throws Exception {
    relay.reply(RCPT_BOB, "450 4.2.0 mailbox full");
    waiting.add(BOB, MADE, "Phone", "cn=admin", Instant.now().minus(Duration.ofDays(6)));
    try (NoticeSender _ = sender()) {
      waiting.awaitLeft(0);
    }
    assertEquals(0, relay.taken());
  }

  @Test
  void relayThatTakesNoSenderLosesNothing() throws Exception {
    relay.reply("MAIL FROM", "550 5.7.1 sender rejected");
    waiting.add(ALICE, MADE);
    try (NoticeSender _ = sender()) {
      while (count("MAIL FROM") < 3) {
        Thread.onSpinWait();
      }
      relay.reply("MAIL FROM", "");
      waiting.awaitLeft(0);
    }
    assertEquals(1, relay.taken());
  }

  @ParameterizedTest
  @ValueSource(strings = {"421 4.3.2 closing", ScriptedRelay.HANG_UP})
  void mailThatAlwaysEndsTheConnectionHoldsNobodyUp(String reply) throws Exception {
    relay.reply(RCPT_BOB, reply);
    addNow(BOB);
    addNow(BOB);
    addNow(ALICE);
    try (NoticeSender sender = sender()) {
      assertTrue(relay.take().contains("To: alice@example.org"));
      waiting.awaitLeft(2);
      sender.changed(addNow(ALICE));
      assertTrue(relay.take().contains("To: alice@example.org"));
      waiting.awaitLeft(2);
      relay.reply(RCPT_BOB, "");
      waiting.awaitLeft(0);
    }
    assertEquals(2, relay.taken());
  }

  @Test
  void mailThatAlwaysEndsTheConnectionHoldsNoDeferredOneUp() throws Exception {
    relay.reply(RCPT_BOB, ScriptedRelay.HANG_UP);
    relay.reply(RCPT_ALICE, "450 4.2.0 greylisted");
    addNow(BOB);
    addNow(ALICE);
    try (NoticeSender _ = sender()) {
      while (count(RCPT_ALICE) < 3) {
        Thread.onSpinWait();
      }
      relay.reply(RCPT_ALICE, "");
      assertTrue(relay.take().contains("To: alice@example.org"));
      waiting.awaitLeft(1);
    }
  }

  @Test
  void mailThatEndsTheConnectionForDaysIsGivenUp() throws Exception {
    relay.reply(RCPT_BOB, ScriptedRelay.HANG_UP);
    waiting.add(BOB, MADE, "Phone", "cn=admin", Instant.now().minus(Duration.ofDays(6)));
    try (NoticeSender _ = sender()) {
      waiting.awaitLeft(0);
    }
    assertEquals(0, relay.taken());
  }

  @Test
  void bugAtOneNoticeHoldsNobodyUp() throws Exception {
    waiting.breakAccount(BOB);
    addNow(BOB);
    addNow(ALICE);
    try (NoticeSender _ = sender()) {
      assertTrue(relay.take().contains("To: alice@example.org"));
      waiting.awaitLeft(1);
    }
  }

  @Test
  void relayThatEndsTheConnectionLosesNothing() throws Exception {
    relay.reply("RCPT", "421 4.3.2 closing");
    addNow(ALICE);
    try (NoticeSender _ = sender()) {
      while (count("RCPT") < 2) {
        Thread.onSpinWait();
      }
      relay.reply("RCPT", "");
      waiting.awaitLeft(0);
    }
    assertEquals(1, relay.taken());
  }

  @Test
  void clearTextRelayWithoutStartTlsGetsNoMailWhereItIsWanted() throws Exception {
    NoticesSettings clear = settings(Optional.empty());
    NoticesSettings wanted =
        new NoticesSettings(
            clear.host(),
            clear.port(),
            UpstreamTls.STARTTLS,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            clear.from());
    waiting.add(ALICE, MADE);
    try (NoticeSender _ = sender(wanted)) {
      while (count("EHLO") < 2) {
        Thread.onSpinWait();
      }
      waiting.awaitLeft(1);
    }
    assertEquals(0, count("MAIL"));
  }

  @Test
  void passwordIsGivenWhereThereIsOne() throws Exception {
    relay.reply("EHLO", "250-relay\r\n250 AUTH PLAIN");
    relay.reply("AUTH PLAIN", "235 2.7.0 welcome");
    Path password = Files.writeString(folder.resolve("password"), "s3cret\n");
    waiting.add(ALICE, MADE);
    try (NoticeSender _ = sender(settings(Optional.of(password)))) {
      waiting.awaitLeft(0);
    }
    // latchkey NUL latchkey NUL s3cret: who acts is who signs in (RFC 4616)
    assertTrue(relay.commands().contains("AUTH PLAIN bGF0Y2hrZXkAbGF0Y2hrZXkAczNjcmV0"));
  }

  @Test
  void relayThatRefusesThePasswordLosesNothing() throws Exception {
    relay.reply("EHLO", "250-relay\r\n250 AUTH PLAIN");
    relay.reply("AUTH PLAIN", "535 5.7.8 wrong");
    Path password = Files.writeString(folder.resolve("password"), "old");
    waiting.add(ALICE, MADE);
    try (NoticeSender _ = sender(settings(Optional.of(password)))) {
      while (count("AUTH PLAIN") < 2) {
        Thread.onSpinWait();
      }
      relay.reply("AUTH PLAIN", "235 2.7.0 welcome");
      waiting.awaitLeft(0);
    }
    assertEquals(1, relay.taken());
  }

  @Test
  void accountsThatAreGoneOrHaveNoAddressAreToldNothing() throws Exception {
    waiting.hold(Waiting.account("carol", "no address"));
    waiting.hold(Waiting.account("dave", "a@example.org, b@example.org"));
    waiting.hold(Waiting.account("erin"));
    for (String uid : List.of("nobody", "carol", "dave", "erin")) {
      waiting.add(uid, MADE);
    }
    try (NoticeSender _ = sender()) {
      waiting.awaitLeft(0);
    }
    assertEquals(0, relay.taken());
  }

  @Test
  void mailIsSentOnceThoughTheQueueCannotForgetIt() throws Exception {
    waiting.failRemovals(3);
    waiting.add(ALICE, MADE);
    try (NoticeSender _ = sender()) {
      waiting.awaitLeft(0);
    }
    assertEquals(1, relay.taken());
  }

  @Test
  void nothingIsTakenOutOnceItIsClosed() throws Exception {
    relay.reply("MAIL FROM", "451 4.3.0 later");
    waiting.add(ALICE, MADE);
    NoticeSender sender = sender();
    sender.close();
    sender.changed(waiting.add(BOB, MADE));
    waiting.awaitLeft(2);
    assertFalse(relay.commands().contains("DATA"));
  }

  @Test
  void waitsGrowToTheLongest() {
    assertEquals(Duration.ofSeconds(5), RetryWaits.USUAL.after(1));
    assertEquals(Duration.ofSeconds(10), RetryWaits.USUAL.after(2));
    assertEquals(Duration.ofSeconds(640), RetryWaits.USUAL.after(8));
    assertEquals(Duration.ofMinutes(15), RetryWaits.USUAL.after(9));
    assertEquals(Duration.ofMinutes(15), RetryWaits.USUAL.after(Integer.MAX_VALUE));
  }
}
