// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.integration.peers.Dovecot;
import org.latchkey.integration.peers.Dovecot.SignIn;
import org.latchkey.integration.peers.Example;

/** A person's clients reach the real mail servers behind Latchkey, and nothing else of theirs. */
final class RelayedMailTest {
  @TempDir private static Path folder;

  private static MailHost host;

  @BeforeAll
  static void start() throws Exception {
    Shell.demand("curl", "swaks", "ldapdelete");
    host = MailHost.start(folder, SignIn.MASTER);
  }

  @AfterAll
  static void stop() throws Exception {
    host.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1_024, 1_048_576, 52_428_800})
  void aMessageThatIsSubmittedIsReadBackByteForByte(int attachmentBytes) throws Exception {
    TestAppPassword alice = host.server().admin().make(host.alice(), "Sends " + attachmentBytes);
    TestAppPassword bob = host.server().admin().make(host.bob(), "Reads " + attachmentBytes);
    byte[] message = message(attachmentBytes);
    Path file = Files.write(folder.resolve("message"), withoutCr(message));
    Mailbox mailbox = Mailbox.of(host.dovecot(), "bob@example.org");
    int before = mailbox.messages();

    Shell.Result sent =
        Shell.run(
            folder,
            ("swaks --server 127.0.0.1:%d --tlsc --auth PLAIN --auth-user %s --auth-password %s"
                    + " --from alice@example.org --to bob@example.org --data @'%s' --hide-all")
                .formatted(
                    host.server().ports().submissions(),
                    alice.account().login(),
                    alice.secret(),
                    file));
    assertEquals(0, sent.exit(), sent.toString());
    mailbox.awaitMessages(before + 1);

    Path fetched = folder.resolve("fetched");
    Shell.Result read =
        Shell.run(
            folder,
            "curl -sS --cacert '%s' -u '%s:%s' -o '%s' 'imaps://127.0.0.1:%d/INBOX;MAILINDEX=%d'"
                .formatted(
                    host.server().server().data().certificate(),
                    bob.account().login(),
                    bob.secret(),
                    fetched,
                    host.server().ports().imaps(),
                    before + 1));
    assertEquals(0, read.exit(), read.toString());
    assertEndsWith(message, Files.readAllBytes(fetched));
  }

  /** A whole message with CRLF, lines that begin with a dot, and an attachment in base64. */
  private static byte[] message(int attachmentBytes) {
    byte[] attachment = new byte[attachmentBytes];
    new Random(attachmentBytes).nextBytes(attachment);
    String head =
        """
        From: <alice@example.org>
        To: <bob@example.org>
        Subject: %1$d octets
        Date: Fri, 27 Nov 2026 12:00:00 +0000
        Message-ID: <%1$d@example.org>
        MIME-Version: 1.0
        Content-Type: application/octet-stream; name=attachment
        Content-Transfer-Encoding: base64

        """
            .formatted(attachmentBytes);
    ByteArrayOutputStream message = new ByteArrayOutputStream(attachmentBytes * 3 / 2);
    message.writeBytes(ascii(head.replace("\n", "\r\n")));
    message.writeBytes(Base64.getMimeEncoder(76, ascii("\r\n")).encode(attachment));
    message.writeBytes(ascii("\r\n.\r\n..two dots\r\n"));
    return message.toByteArray();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * What swaks takes: it puts the CRs in, the dots before those that begin a line, the last CRLF.
   */
  private static byte[] withoutCr(byte[] message) {
    ByteArrayOutputStream lines = new ByteArrayOutputStream(message.length);
    for (byte octet : message) {
      if (octet != '\r') {
        lines.write(octet);
      }
    }
    return Arrays.copyOf(lines.toByteArray(), lines.size() - 1);
  }

  /** The servers on the way put their own header lines in front. */
  private static void assertEndsWith(byte[] end, byte[] all) {
    assertTrue(all.length >= end.length, all.length + " octets of at least " + end.length);
    int from = all.length - end.length;
    assertEquals(-1, Arrays.mismatch(end, Arrays.copyOfRange(all, from, all.length)));
    String added = new String(all, 0, from, StandardCharsets.US_ASCII);
    assertTrue(added.startsWith("Return-Path: <alice@example.org>\r\n"), added);
    assertTrue(added.endsWith("\r\n"), added);
  }

  @Test
  void anAliasMovesNoMailboxAndIsSentAs() throws Exception {
    TestAppPassword made = host.server().admin().make(host.alice(), "Aliases");
    String dn = host.alice().dn();
    String login = host.alice().login();
    host.server().admin().replace(dn, "mail", "aaa@example.org", login, "sales+x@example.org");
    host.server().admin().replace(dn, "mail", "sales+x@example.org", "aaa@example.org", login);
    try (LineClient imap = LineClient.imapSession(host.server(), made)) {
      assertTrue(imap.imap("b", "SELECT INBOX").startsWith("b OK"));
      assertEquals(1, host.dovecot().sessions(login, "imap"));
    }
    Shell.Result table =
        Shell.run(
            folder,
            "'%s' dc=example,dc=org '%s' ldap://127.0.0.1:%d"
                .formatted(
                    Example.file("dovecot-postfix/postfix/sender-logins.sh"),
                    host.server().server().data().folder().resolve("admin-password"),
                    host.server().ports().adminLdap()));
    assertEquals(0, table.exit(), table.toString());
    host.postfix().senderLogins(table.text());
    try (LineClient smtp = LineClient.smtpSession(host.server(), made)) {
      for (String own : List.of("aaa@example.org", login, "SALES+x@example.org")) {
        smtp.smtp("MAIL FROM:<" + own + ">");
        String reply = smtp.smtp("RCPT TO:<bob@example.org>");
        assertTrue(reply.startsWith("250 "), own + ": " + reply);
        smtp.smtp("RSET");
      }
      for (String others : List.of("bob@example.org", "sales@example.org", "xaaa@example.org")) {
        smtp.smtp("MAIL FROM:<" + others + ">");
        String reply = smtp.smtp("RCPT TO:<bob@example.org>");
        assertTrue(reply.startsWith("553 5.7.1 "), others + ": " + reply);
        smtp.smtp("RSET");
      }
    } finally {
      host.server().admin().replace(dn, "mail", login);
    }
  }

  @Test
  void aNameIsTypedAsPeopleTypeIt() throws Exception {
    TestAppPassword made = host.server().admin().make(host.alice(), "Typed");
    for (String name : List.of("Alice@Example.org ", " ALICE@example.org", "alice ")) {
      try (LineClient imap =
          LineClient.openTls(host.server().ports().imaps(), host.server().tls())) {
        imap.line();
        assertTrue(imap.imapLogin(name, made.secret()).startsWith("a OK"), name);
      }
      try (LineClient smtp =
          LineClient.openTls(host.server().ports().submissions(), host.server().tls())) {
        smtp.line();
        smtp.smtp("EHLO mein rechner");
        String plain = LineClient.base64(name.strip() + "\0" + name + "\0" + made.secret());
        assertTrue(smtp.smtp("AUTH PLAIN " + plain).startsWith("235 "), name);
      }
    }
  }

  @Test
  void theMailboxIsReadOverPop3() throws Exception {
    TestAppPassword made = host.server().admin().make(host.alice(), "POP3");
    Path message = Files.write(folder.resolve("for-pop3"), message(1_000));
    host.dovecot().save(host.alice().login(), message);
    Shell.Result read =
        Shell.run(
            folder,
            "curl -sS --cacert '%s' -u '%s:%s' 'pop3s://127.0.0.1:%d/1'"
                .formatted(
                    host.server().server().data().certificate(),
                    made.account().login(),
                    made.secret(),
                    host.server().ports().pop3s()));
    assertEquals(0, read.exit(), read.toString());
    assertEquals(Files.readString(message), read.text());
  }

  @Test
  void aScriptIsPutAndListedOverManageSieve() throws Exception {
    TestAppPassword made = host.server().admin().make(host.alice(), "Sieve");
    try (LineClient sieve = LineClient.open(host.server().ports().sieve())) {
      sieve.lineUntil(line -> line.startsWith("OK"));
      sieve.send("STARTTLS");
      assertEquals("OK", sieve.line().substring(0, 2));
      sieve.startTls(host.server().tls());
      sieve.lineUntil(line -> line.startsWith("OK"));
      sieve.send("AUTHENTICATE \"PLAIN\" \"" + plain(made) + "\"");
      String signedIn = sieve.lineUntil(line -> line.matches("(OK|NO|BYE).*"));
      assertTrue(signedIn.startsWith("OK"), signedIn);
      String script = "keep;\r\n";
      sieve.send("PUTSCRIPT \"main\" {" + script.length() + "+}\r\n" + script);
      String put = sieve.lineUntil(line -> line.matches("(OK|NO|BYE).*"));
      assertTrue(put.startsWith("OK"), put);
      sieve.send("LISTSCRIPTS");
      assertEquals("\"main\"", sieve.line());
    }
  }

  @Test
  void revokingEndsBothLegsOfPop3AndManageSieve() throws Exception {
    TestAppPassword made = host.server().admin().make(host.bob(), "Both");
    try (LineClient pop3 = LineClient.openTls(host.server().ports().pop3s(), host.server().tls());
        LineClient sieve = LineClient.open(host.server().ports().sieve())) {
      pop3.line();
      pop3.send("AUTH PLAIN " + plain(made));
      assertTrue(pop3.line().startsWith("+OK"));
      sieve.lineUntil(line -> line.startsWith("OK"));
      sieve.send("AUTHENTICATE \"PLAIN\" \"" + plain(made) + "\"");
      assertTrue(sieve.lineUntil(line -> line.matches("(OK|NO|BYE).*")).startsWith("OK"));
      assertEquals(1, host.dovecot().sessions("bob@example.org", "pop3"));
      assertEquals(1, host.dovecot().sessions("bob@example.org", "sieve"));
      ldapdelete(made.dn());
      pop3.lineUntil(line -> line.endsWith(LineClient.CLOSED));
      sieve.lineUntil(line -> line.endsWith(LineClient.CLOSED));
      Poll.until("gone", () -> host.dovecot().sessions("bob@example.org", "pop3") == 0);
      Poll.until("gone", () -> host.dovecot().sessions("bob@example.org", "sieve") == 0);
    }
  }

  @Test
  void theUpstreamsCapabilitiesReachTheClient() throws Exception {
    TestAppPassword made = host.server().admin().make(host.alice(), "Capabilities");
    try (LineClient imap = LineClient.openTls(host.server().ports().imaps(), host.server().tls())) {
      imap.line();
      String ok = imap.imap("a", "AUTHENTICATE PLAIN " + plain(made));
      assertTrue(ok.startsWith("a OK [CAPABILITY IMAP4rev1 "), ok);
      assertTrue(ok.contains(" NOTIFY") && ok.contains(" CONDSTORE"), ok);
    }
    try (LineClient smtp = LineClient.smtpSession(host.server(), made)) {
      smtp.send("EHLO client.example.org");
      StringBuilder said = new StringBuilder();
      smtp.lineUntil(
          line -> {
            said.append(line).append('\n');
            return line.startsWith("250 ");
          });
      String extensions = said.toString();
      for (String extension : new String[] {"SIZE 104857600", "8BITMIME", "DSN", "CHUNKING"}) {
        assertTrue(extensions.contains(extension), extensions);
      }
      for (String extension : new String[] {"AUTH", "STARTTLS", "XCLIENT"}) {
        assertTrue(!extensions.contains(extension), extensions);
      }
    }
  }

  @Test
  void nobodyBecomesSomebodyElseByXclient() throws Exception {
    TestAppPassword made = host.server().admin().make(host.alice(), "Pretends");
    try (LineClient smtp = LineClient.smtpSession(host.server(), made)) {
      smtp.send("XCLIENT LOGIN=bob@example.org");
      assertTrue(smtp.line().startsWith("50"));
      smtp.send("MAIL FROM:<bob@example.org>");
      assertTrue(smtp.line().startsWith("250"));
      smtp.send("RCPT TO:<alice@example.org>");
      String refused = smtp.line();
      assertTrue(refused.startsWith("553 "), refused);
    }
  }

  private static String plain(TestAppPassword made) {
    return LineClient.plain(made.account().login(), made.secret());
  }

  @Test
  void whatIsSentBehindTheSignInIsNeitherLostNorReordered() throws Exception {
    TestAppPassword made = host.server().admin().make(host.alice(), "Pipelines");
    try (LineClient imap = LineClient.openTls(host.server().ports().imaps(), host.server().tls())) {
      imap.line();
      imap.send(
          "a AUTHENTICATE PLAIN "
              + plain(made)
              + "\r\nb CREATE early\r\nc DELETE early\r\nd CREATE early\r\ne DELETE early");
      for (String tag : new String[] {"a", "b", "c", "d", "e"}) {
        String answer = imap.lineUntil(line -> !line.startsWith("*"));
        assertTrue(answer.startsWith(tag + " OK "), answer);
      }
    }
  }

  @Test
  void dovecotKnowsWhereTheClientComesFrom() throws Exception {
    TestAppPassword made = host.server().admin().make(host.bob(), "Elsewhere");
    try (LineClient imap = LineClient.openFrom("127.0.3.3", host.server().ports().imap())) {
      imap.signInToImap(made);
      String who = host.dovecot().doveadm("who");
      assertTrue(who.contains("bob@example.org") && who.contains("(127.0.3.3)"), who);
    }
  }

  @Test
  void ldapdeleteEndsBothLegsOfAnIdlingClientAndOfNoOther() throws Exception {
    TestAccount alice = host.alice();
    TestAppPassword revoked = host.server().admin().make(alice, "Revoked");
    TestAppPassword kept = host.server().admin().make(alice, "Kept");
    Report report = new Report("ldapdelete of an app password behind a relayed IMAP session");
    try (LineClient idling = idle(revoked);
        LineClient other = idle(kept);
        LineClient sending = LineClient.smtpSession(host.server(), revoked)) {
      Dovecot dovecot = host.dovecot();
      int before = dovecot.sessions(alice.login(), "imap");
      long start = System.nanoTime();
      ldapdelete(revoked.dn());
      String bye = idling.lineUntil(line -> line.startsWith("* BYE"));
      assertTrue(bye.startsWith("* BYE"), bye);
      report.add("the client hears BYE", java.time.Duration.ofNanos(System.nanoTime() - start));
      assertEquals(LineClient.CLOSED, idling.line());
      Poll.until("gone", () -> dovecot.sessions(alice.login(), "imap") == before - 1);
      report.add("gone from doveadm who", java.time.Duration.ofNanos(System.nanoTime() - start));
      String last = sending.line();
      assertTrue(last.startsWith("421 4.7.0"), last);
      assertEquals(LineClient.CLOSED, sending.line());

      String done = other.imap("d", "DONE\r\nd NOOP");
      assertTrue(done.startsWith("c OK") || done.startsWith("d OK"), done);
    }
    report.print();
  }

  private static LineClient idle(TestAppPassword with) throws IOException {
    LineClient client = LineClient.imapSession(host.server(), with);
    client.imap("b", "SELECT INBOX");
    String idling = client.imap("c", "IDLE");
    assertTrue(idling.startsWith("+ "), idling);
    return client;
  }

  private static void ldapdelete(String dn) throws Exception {
    TestServer server = host.server();
    Shell.Result result =
        Shell.run(
            folder,
            "ldapdelete -x -H ldap://127.0.0.1:%d -D '%s' -y '%s' '%s'"
                .formatted(
                    server.ports().adminLdap(),
                    server.server().adminDn(),
                    server.server().data().adminPasswordFile(),
                    dn));
    assertEquals(0, result.exit(), result.toString());
  }

  @Test
  void aTokenIsEnoughForDovecot(@TempDir Path own) throws Exception {
    try (MailHost tokens = MailHost.start(own, SignIn.TOKEN)) {
      TestAppPassword made = tokens.server().admin().make(tokens.alice(), "Token");
      try (LineClient imap = LineClient.imapSession(tokens.server(), made)) {
        String selected = imap.imap("b", "SELECT INBOX");
        assertTrue(selected.startsWith("b OK"), selected);
        assertEquals(1, tokens.dovecot().sessions("alice@example.org", "imap"));
      }
    }
  }
}
