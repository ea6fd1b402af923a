// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.notice;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.latchkey.config.NoticesSettings;
import org.latchkey.config.UpstreamTls;
import org.latchkey.core.directory.ChangeKind;
import org.latchkey.core.notice.Notice;

/** What people get to read, as a mail server and a mail client see it. */
@Timeout(60)
final class NoticeMailTest {
  private static final String FROM = "latchkey@example.org";
  private static final String HOST = "mail.example.org";
  private static final String PORTAL = "https://mail.example.org/portal/";
  private static final String ADMIN = "cn=admin,dc=example,dc=org";

  private final Waiting waiting = new Waiting();
  private GreenMail server;

  @BeforeEach
  void start() {
    server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    server.start();
    waiting.hold(Waiting.account("alice", "alice@example.org"));
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  private List<MimeMessage> sent() throws Exception {
    NoticesSettings settings =
        new NoticesSettings(
            Optional.of("127.0.0.1"),
            server.getSmtp().getPort(),
            UpstreamTls.NONE,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(FROM));
    try (NoticeSender sender =
        new NoticeSender(
            new NoticeSender.Parts(
                waiting,
                waiting::find,
                new NoticeWriter(FROM, HOST, Optional.of(PORTAL), waiting.people()),
                new MailRelay(settings, "mail.example.org"),
                RetryWaits.USUAL))) {
      sender.start();
      waiting.awaitLeft(0);
    }
    return List.of(server.getReceivedMessages());
  }

  private static String text(MimeMessage mail) throws Exception {
    return (String) mail.getContent();
  }

  static Stream<ChangeKind> told() {
    return Arrays.stream(ChangeKind.values()).filter(each -> Notice.Kind.of(each).isPresent());
  }

  @ParameterizedTest
  @MethodSource("told")
  void everyKindArrives(ChangeKind change) throws Exception {
    waiting.add("alice", change);
    MimeMessage mail = sent().getFirst();
    assertEquals(
        new NoticeTexts().subject(Notice.Kind.of(change).orElseThrow()), mail.getSubject());
    assertEquals(FROM, mail.getFrom()[0].toString());
    assertEquals("alice@example.org", mail.getAllRecipients()[0].toString());
    assertArrayEquals(new String[] {"auto-generated"}, mail.getHeader("Auto-Submitted"));
    assertEquals(Date.from(Waiting.TIME.minusMillis(789)), mail.getSentDate());
    assertTrue(mail.isMimeType("text/plain"));
    assertTrue(mail.getContentType().toLowerCase(Locale.ROOT).contains("utf-8"));
    String text = text(mail);
    assertTrue(text.startsWith(new NoticeTexts().get("what." + change.id()) + "\r\n"), text);
    assertTrue(text.contains("  Account: alice\r\n"), text);
    assertTrue(text.contains("  When: 2026-03-01 12:00:00 UTC\r\n"), text);
    assertTrue(text.contains("  By: an admin\r\n"), text);
    assertTrue(text.contains(PORTAL), text);
    assertTrue(text.contains("If it wasn’t you"), text);
  }

  @Test
  void ownDoingsAreYours() throws Exception {
    String own = "UID=alice,ou=people,dc=example,dc=org";
    waiting.add("alice", ChangeKind.APP_PASSWORD_ADDED, "Phone", own, Waiting.TIME);
    String text = text(sent().getFirst());
    assertTrue(text.contains("  By: you, or somebody who was signed in as you\r\n"), text);
  }

  @Test
  void anotherPersonIsNamed() throws Exception {
    waiting.hold(Waiting.account("carol", "carol@example.org"));
    String carol = "uid=carol,OU=people,dc=example,dc=org";
    waiting.add("alice", ChangeKind.APP_PASSWORD_ADDED, "Phone", carol, Waiting.TIME);
    String elsewhere = "uid=carol,ou=other,dc=example,dc=org";
    waiting.add("alice", ChangeKind.APP_PASSWORD_ADDED, "Phone", elsewhere, Waiting.TIME);
    List<MimeMessage> mails = sent();
    assertTrue(text(mails.getFirst()).contains("  By: carol@example.org\r\n"));
    assertTrue(text(mails.getLast()).contains("  By: an admin\r\n"));
  }

  @Test
  void labelStartsNoLineAndTurnsNoTextAround() throws Exception {
    String evil = "x\r\nBcc: eve@example.org\r\n.\r\n\u202egnp.exe\u2028\0'{0}";
    waiting.add("alice", ChangeKind.APP_PASSWORD_ADDED, evil, ADMIN, Waiting.TIME);
    MimeMessage mail = sent().getFirst();
    assertEquals(1, mail.getAllRecipients().length);
    assertEquals(1, server.getReceivedMessages().length);
    String wanted =
        "x\ufffd\ufffdBcc: eve@example.org\ufffd\ufffd.\ufffd\ufffd\ufffdgnp.exe\ufffd\ufffd'{0}";
    assertTrue(text(mail).contains("  App password: " + wanted + "\r\n"), text(mail));
  }

  @Test
  void labelsOfAnyScriptAndTheirLongestAreShownWhole() throws Exception {
    String arabic = "هاتفي الجديد گوشی\u200cها"; // Persian is written with joiners
    String longest = "😀".repeat(64);
    waiting.add("alice", ChangeKind.APP_PASSWORD_ADDED, arabic, ADMIN, Waiting.TIME);
    waiting.add("alice", ChangeKind.APP_PASSWORD_ADDED, longest, ADMIN, Waiting.TIME);
    List<MimeMessage> mails = sent();
    assertTrue(text(mails.getFirst()).contains("  App password: " + arabic + "\r\n"));
    assertTrue(text(mails.getLast()).contains("  App password: " + longest + "\r\n"));
  }

  @Test
  void sameNoticeIsTheSameMailAndAnotherIsNot() throws Exception {
    waiting.add("alice", ChangeKind.APP_PASSWORD_ADDED);
    waiting.add("alice", ChangeKind.APP_PASSWORD_ADDED);
    List<Notice> notices = waiting.waiting(0, 2);
    NoticeWriter writer = new NoticeWriter(FROM, HOST, Optional.empty(), waiting.people());
    assertArrayEquals(octets(writer, notices.getFirst()), octets(writer, notices.getFirst()));
    assertFalse(
        Arrays.equals(octets(writer, notices.getFirst()), octets(writer, notices.getLast())));
    List<MimeMessage> mails = sent();
    assertTrue(mails.getFirst().getMessageID().endsWith("@" + HOST + ">"));
    assertNotEquals(mails.getFirst().getMessageID(), mails.getLast().getMessageID());
  }

  private byte[] octets(NoticeWriter writer, Notice notice) throws Exception {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    writer
        .write(notice, waiting.find(notice.account()).orElseThrow())
        .orElseThrow()
        .writeTo(octets);
    return octets.toByteArray();
  }

  @Test
  void bundleHasTextsForWhatIsToldAndForNothingElse() {
    Set<String> texts =
        ResourceBundle.getBundle("org.latchkey.portal.notice.notices", Locale.ROOT)
            .keySet()
            .stream()
            .filter(key -> key.startsWith("what."))
            .collect(Collectors.toSet());
    assertEquals(told().map(each -> "what." + each.id()).collect(Collectors.toSet()), texts);
  }
}
