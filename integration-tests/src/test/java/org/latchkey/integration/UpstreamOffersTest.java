// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latchkey.integration.peers.Dovecot.SignIn;

/** Before anybody has signed in, clients hear what the real servers behind can do. */
class UpstreamOffersTest {
  private static final String SMTPLIB =
      """
      import smtplib, ssl, sys
      port, user, password, ca = int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4]
      context = ssl.create_default_context(cafile=ca)
      context.check_hostname = False
      with smtplib.SMTP('127.0.0.1', port) as smtp:
          smtp.starttls(context=context)
          smtp.login(user, password)
          assert smtp.has_extn('smtputf8') and smtp.has_extn('dsn'), smtp.esmtp_features
          smtp.sendmail('alice@example.org', ['b\u00f6b@example.org', 'bob@example.org'],
              'Subject: Gr\u00fc\u00dfe\\r\\n\\r\\nHallo\\r\\n'.encode(),
              mail_options=['SMTPUTF8', 'BODY=8BITMIME'], rcpt_options=['NOTIFY=NEVER'])
      """;

  @TempDir private static Path folder;

  private static MailHost host;

  @BeforeAll
  static void start() throws Exception {
    Shell.demand("curl", "python3");
    host = MailHost.start(folder, SignIn.MASTER);
  }

  @AfterAll
  static void stop() throws IOException {
    if (host != null) {
      host.close();
    }
  }

  private static String ehlo() throws IOException {
    try (LineClient smtp =
        LineClient.openTls(host.server().ports().submissions(), host.server().tls())) {
      smtp.line();
      smtp.send("EHLO client.example.org");
      StringBuilder all = new StringBuilder();
      smtp.lineUntil(
          line -> {
            all.append(line).append('\n');
            return line.startsWith("250 ");
          });
      return all.toString();
    }
  }

  @Test
  void ehloOffersWhatPostfixHas() throws Exception {
    Poll.until("learnt", () -> ehlo().contains("SMTPUTF8"));
    String offered = ehlo();
    for (String each :
        List.of(
            "SIZE 104857600", "DSN", "CHUNKING", "8BITMIME", "PIPELINING", "AUTH PLAIN LOGIN")) {
      assertTrue(offered.contains(each + "\n"), offered);
    }
    for (String each : List.of("XCLIENT", "ETRN", "VERP", "STARTTLS")) {
      assertFalse(offered.contains(each), offered);
    }
  }

  @Test
  void clientsThatGreetOnceSendToAddressesInUtf8() throws Exception {
    Poll.until("learnt", () -> ehlo().contains("SMTPUTF8"));
    TestAppPassword made = host.server().admin().make(host.alice(), "UTF-8");
    String certificate = host.server().server().data().certificate().toString();
    Path script = Files.writeString(folder.resolve("send.py"), SMTPLIB);
    Shell.Result python =
        Shell.run(
            folder,
            "python3 '%s' %d %s %s '%s'"
                .formatted(
                    script,
                    host.server().ports().submission(),
                    made.account().login(),
                    made.secret(),
                    certificate));
    assertEquals(0, python.exit(), python.toString());
    Path message = Files.writeString(folder.resolve("m"), "Subject: Gr\u00fc\u00dfe\r\n\r\nx\r\n");
    Shell.Result curl =
        Shell.run(
            folder,
            ("LC_ALL=C.UTF-8 curl -sS --cacert '%s' -u '%s:%s' --mail-from alice@example.org"
                    + " --mail-rcpt 'b\u00f6b@example.org' --mail-rcpt bob@example.org -T '%s'"
                    + " smtps://127.0.0.1:%d")
                .formatted(
                    certificate,
                    made.account().login(),
                    made.secret(),
                    message,
                    host.server().ports().submissions()));
    // Postfix has taken it; Dovecot's LMTP has no SMTPUTF8, so that it goes no further here.
    assertEquals(0, curl.exit(), curl.toString());
  }

  @Test
  void theOtherProtocolsOfferWhatDovecotHas() throws Exception {
    try (LineClient own = LineClient.open(host.dovecot().listeners().sieve())) {
      own.send("PROXY TCP4 127.0.0.1 127.0.0.1 4711 4190");
      String theirs = own.lineUntil(line -> line.startsWith("\"SIEVE\""));
      Poll.until("learnt", () -> theirs.equals(sieve("\"SIEVE\"")));
      assertTrue(sieve("\"NOTIFY\"").contains("mailto"));
      assertEquals("\"SASL\" \"PLAIN LOGIN\"", sieve("\"SASL\""));
    }
    Poll.until("learnt", () -> imapGreeting().contains(" IDLE"));
    assertFalse(imapGreeting().contains("IMAP4rev2"), imapGreeting());
    assertTrue(imapGreeting().contains(" ENABLE"), imapGreeting());
    try (LineClient pop3 = LineClient.openTls(host.server().ports().pop3s(), host.server().tls())) {
      pop3.line();
      pop3.send("CAPA");
      StringBuilder all = new StringBuilder();
      pop3.lineUntil(
          line -> {
            all.append(line).append(' ');
            return line.equals(".");
          });
      assertTrue(
          all.toString().matches("\\+OK.* TOP .*UIDL .*SASL PLAIN LOGIN .*"), all.toString());
    }
  }

  private static String sieve(String name) throws IOException {
    try (LineClient sieve = LineClient.open(host.server().ports().sieve())) {
      return sieve.lineUntil(line -> line.startsWith(name) || line.startsWith("OK"));
    }
  }

  private static String imapGreeting() throws IOException {
    try (LineClient imap = LineClient.openTls(host.server().ports().imaps(), host.server().tls())) {
      return imap.line();
    }
  }
}
