// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latchkey.integration.peers.Dovecot;
import org.latchkey.integration.peers.Dovecot.Security;
import org.latchkey.integration.peers.Dovecot.SignIn;
import org.latchkey.integration.peers.Postfix;
import org.latchkey.integration.peers.Radicale;
import org.latchkey.integration.peers.TokenKey;

/**
 * The servers that stand behind Latchkey, spoken to without it: the example files do as they say.
 */
final class PeersTest {
  private static final String ALICE = "alice@example.org";
  private static final String MASTER = onBehalfOf(ALICE);

  /** PROXY protocol, version 1: where the client comes from. */
  private static final String PROXY = "PROXY TCP4 192.0.2.8 127.0.0.1 4711 110";

  private static String onBehalfOf(String person) {
    return LineClient.base64(person + "\0" + Dovecot.MASTER + "\0" + Dovecot.MASTER_PASSWORD);
  }

  @Test
  void theMasterUserSignsInForAPersonOverImapPop3AndSieve() throws Exception {
    try (Dovecot dovecot = Dovecot.start(SignIn.MASTER, Security.CLEAR, ALICE)) {
      try (LineClient imap = LineClient.open(dovecot.listeners().imap())) {
        imap.line();
        imap.imap("a", "ID (\"x-originating-ip\" \"192.0.2.7\" \"x-originating-port\" \"4711\")");
        assertStarts("b OK", imap.imap("b", "AUTHENTICATE PLAIN " + MASTER));
        assertEquals(1, dovecot.sessions(ALICE, "imap"));
        assertTrue(dovecot.doveadm("who").contains("(192.0.2.7)"), dovecot.doveadm("who"));
      }
      try (LineClient imap = LineClient.open(dovecot.listeners().imap())) {
        imap.line();
        String user = ALICE + "*" + Dovecot.MASTER;
        assertStarts(
            "a OK", imap.imap("a", "LOGIN " + user + " \"" + Dovecot.MASTER_PASSWORD + "\""));
      }
      try (LineClient pop3 = LineClient.open(dovecot.listeners().pop3())) {
        pop3.send(PROXY);
        pop3.line();
        assertStarts("+OK Logged in", said(pop3, "AUTH PLAIN " + MASTER));
        assertTrue(dovecot.doveadm("who").contains("(192.0.2.8)"), dovecot.doveadm("who"));
      }
      try (LineClient sieve = LineClient.open(dovecot.listeners().sieve())) {
        sieve.send(PROXY);
        sieve.lineUntil(line -> line.startsWith("OK"));
        assertStarts("OK", said(sieve, "AUTHENTICATE \"PLAIN\" \"" + MASTER + "\""));
      }
    }
  }

  @Test
  void nobodySignsInPastTheMasterUser() throws Exception {
    try (Dovecot dovecot = Dovecot.start(SignIn.MASTER, Security.CLEAR, ALICE)) {
      for (String attempt :
          List.of(
              "AUTHENTICATE PLAIN " + LineClient.plain(ALICE, Dovecot.MASTER_PASSWORD),
              "AUTHENTICATE PLAIN " + onBehalfOf("nobody@example.org"),
              "LOGIN " + ALICE + " \"\"",
              "LOGIN " + Dovecot.MASTER + " " + Dovecot.MASTER_PASSWORD)) {
        try (LineClient imap = LineClient.open(dovecot.listeners().imap())) {
          imap.line();
          // Dovecot just closes on a person who has no mailbox.
          assertFalse(imap.imap("a", attempt).startsWith("a OK"), attempt);
        }
      }
    }
  }

  @Test
  void aTokenSignsInAsItsSubjectAlone() throws Exception {
    TokenKey key = TokenKey.generate();
    Instant later = Instant.now().plusSeconds(60);
    try (Dovecot dovecot = Dovecot.start(SignIn.TOKEN, Security.CLEAR, ALICE, "bob@example.org")) {
      dovecot.trust("latchkey", "k1", key.publicKey());
      List<String> good = List.of(key.sign("k1", ALICE, "dovecot", later));
      List<String> bad =
          List.of(
              key.sign("k1", "bob@example.org", "dovecot", later),
              key.sign("k2", ALICE, "dovecot", later),
              key.sign("k1", ALICE, "dovecot", Instant.now().minusSeconds(60)),
              // What a contacts server was shown.
              key.sign("k1", ALICE, "https://dav.example.org", later),
              TokenKey.generate().sign("k1", ALICE, "dovecot", later));
      for (String token : good) {
        assertStarts("a OK", bearer(dovecot, token));
      }
      for (String token : bad) {
        assertStarts("a NO", bearer(dovecot, token));
      }
    }
  }

  /** Signs in as alice by OAUTHBEARER (RFC 7628); an error is acknowledged, as it must be. */
  private static String bearer(Dovecot dovecot, String token) throws Exception {
    try (LineClient imap = LineClient.open(dovecot.listeners().imap())) {
      imap.line();
      String response =
          LineClient.base64("n,a=" + ALICE + ",\u0001auth=Bearer " + token + "\u0001\u0001");
      String answer = imap.imap("a", "AUTHENTICATE OAUTHBEARER " + response);
      if (!answer.startsWith("+")) {
        return answer;
      }
      imap.send("AQ==");
      return imap.lineUntil(line -> line.startsWith("a "));
    }
  }

  @Test
  void dovecotSpeaksTls(@TempDir Path folder) throws Exception {
    Shell.demand("curl");
    try (Dovecot dovecot = Dovecot.start(SignIn.MASTER, Security.STARTTLS_AND_TLS, ALICE)) {
      String login =
          String.format(
              Locale.ROOT,
              "curl -sS --cacert '%s' -u '%s*%s:%s' ",
              dovecot.certificate().chain(),
              ALICE,
              Dovecot.MASTER,
              Dovecot.MASTER_PASSWORD);
      Dovecot.Listeners ports = dovecot.listeners();
      for (String url :
          List.of(
              "imaps://localhost:" + ports.imaps() + "/",
              "--ssl-reqd imap://localhost:" + ports.imap() + "/",
              "pop3s://localhost:" + ports.pop3s() + "/")) {
        assertEquals(0, Shell.run(folder, login + url).exit(), url);
      }
    }
  }

  @Test
  void postfixDeliversForWhomXclientNamesAndForNobodyElse() throws Exception {
    Postfix.demand();
    try (Dovecot dovecot = Dovecot.start(SignIn.MASTER, Security.CLEAR, ALICE);
        Postfix postfix = Postfix.start(dovecot)) {
      try (LineClient smtp = LineClient.open(postfix.port())) {
        smtp.smtpReply();
        smtp.smtp("EHLO latchkey.example.org");
        smtp.smtp("MAIL FROM:<" + ALICE + ">");
        assertStarts("554 5.7.1", smtp.smtp("RCPT TO:<" + ALICE + ">"));
      }
      try (LineClient smtp = LineClient.open(postfix.port())) {
        smtp.smtpReply();
        smtp.smtp("EHLO latchkey.example.org");
        assertStarts("220 ", smtp.smtp("XCLIENT ADDR=192.0.2.9 LOGIN=" + ALICE + " HELO=client"));
        smtp.smtp("EHLO client.example.org");
        smtp.smtp("MAIL FROM:<bob@example.org>");
        assertStarts("553 5.7.1", smtp.smtp("RCPT TO:<" + ALICE + ">"));
        smtp.smtp("RSET");
        smtp.smtp("MAIL FROM:<" + ALICE + ">");
        assertStarts("250 ", smtp.smtp("RCPT TO:<" + ALICE + ">"));
        assertStarts("354 ", smtp.smtp("DATA"));
        assertStarts("250 ", smtp.smtp("Subject: Ho\r\n\r\nHey\r\n."));
      }
      Mailbox.of(dovecot, ALICE).awaitMessages(1);
    }
  }

  @Test
  void radicaleBelievesTheHeader(@TempDir Path folder) throws Exception {
    Shell.demand("curl");
    try (Radicale radicale = Radicale.start()) {
      String propfind =
          "curl -sS -X PROPFIND -H 'Depth: 0' -d"
              + " '<propfind xmlns=\"DAV:\"><prop><current-user-principal/></prop></propfind>'"
              + " http://127.0.0.1:"
              + radicale.port()
              + "/ ";
      assertContains(
          "/alice%40example.org/",
          Shell.run(folder, propfind + "-H 'X-Remote-User: " + ALICE + "'").text());
      assertContains("403", Shell.run(folder, propfind + "-w '%{http_code}'").text());
    }
  }

  private static String said(LineClient client, String line) throws Exception {
    client.send(line);
    return client.line();
  }

  private static void assertStarts(String start, String line) {
    assertTrue(line.startsWith(start), line);
  }

  private static void assertContains(String part, String text) {
    assertTrue(text.contains(part), text);
  }
}
