// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latchkey.integration.peers.Dovecot.SignIn;

/** With Postfix and Dovecot behind, no message gets into another, and no command into a message. */
class SmuggledMailTest {
  private static final List<String> LINE_ENDS =
      List.of("\r\n", "\n", "\r", "\n\r", "\r\r\n", "\n\n", "\r\r", "\0\r\n");

  private static MailHost host;
  private static TestAppPassword alice;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    host = MailHost.start(folder, SignIn.MASTER);
    alice = host.server().admin().make(host.alice(), "Smuggler");
  }

  @AfterAll
  static void stop() throws IOException {
    if (host != null) {
      host.close();
    }
  }

  @Test
  void everyDotBetweenLineEndsIsOneMessageOrARefusal() throws Exception {
    Mailbox mailbox = Mailbox.of(host.dovecot(), host.bob().login());
    int accepted = 0;
    int refused = 0;
    for (String before : LINE_ENDS) {
      for (String after : LINE_ENDS) {
        if (before.endsWith("\r\n") && after.equals("\r\n") && before.indexOf('\0') < 0) {
          continue; // the end of a message
        }
        for (boolean octetByOctet : new boolean[] {false, true}) {
          String reply = sendAround(before + "." + after, octetByOctet);
          assertTrue(reply.startsWith("250 ") || reply.startsWith("554 5.5.0 "), reply);
          accepted += reply.startsWith("250 ") ? 1 : 0;
          refused += reply.startsWith("554 ") ? 1 : 0;
        }
      }
    }
    assertTrue(accepted > 0 && refused > 0, accepted + " and " + refused);
    mailbox.awaitMessages(accepted);
    assertEquals(accepted, mailbox.messages());
    String from =
        host.dovecot()
            .doveadm("fetch", "-u", host.bob().login(), "hdr.subject", "mailbox", "INBOX");
    assertFalse(from.contains("smuggled"), from);
  }

  /** What the one message that is sent is answered with; nothing else may be. */
  private static String sendAround(String octets, boolean octetByOctet) throws Exception {
    try (LineClient smtp = LineClient.smtpSession(host.server(), alice)) {
      begin(smtp);
      String smuggled =
          "MAIL FROM:<alice@example.org>\r\nRCPT TO:<bob@example.org>\r\nDATA\r\n"
              + "Subject: smuggled\r\n\r\nx";
      send(smtp, "Subject: one\r\n\r\nx" + octets + smuggled + "\r\n.\r\n", octetByOctet);
      String reply = smtp.smtpReply();
      if (reply.startsWith("250 ")) {
        assertStarts("252 ", smtp.smtp("VRFY bob@example.org"));
        assertStarts("500 5.5.1 ", smtp.smtp("XCLIENT LOGIN=bob@example.org"));
      } else {
        assertEquals(LineClient.CLOSED, smtp.line());
      }
      return reply;
    }
  }

  private static void begin(LineClient smtp) throws IOException {
    smtp.smtp("MAIL FROM:<alice@example.org>");
    smtp.smtp("RCPT TO:<bob@example.org>");
    String go = smtp.smtp("DATA");
    assertTrue(go.startsWith("354"), go);
  }

  private static void send(LineClient smtp, String text, boolean octetByOctet) throws IOException {
    byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
    if (!octetByOctet) {
      smtp.sendOctets(octets);
      return;
    }
    for (byte each : octets) {
      try {
        smtp.sendOctets(new byte[] {each});
      } catch (IOException refusedAlready) {
        return;
      }
    }
  }

  @Test
  void commandsStayWithinTheRfc() throws Exception {
    try (LineClient smtp = LineClient.smtpSession(host.server(), alice)) {
      assertStarts("500 5.5.2 Line too long", smtp.smtp("NOOP " + "x".repeat(12_000)));
      assertStarts("250", smtp.smtp("MAIL FROM:<alice@example.org> AUTH=bob@example.org SIZE=10"));
      assertStarts("250", smtp.smtp("RSET"));
      for (String command : List.of("AUTH PLAIN AGJvYgBib2I=", "STARTTLS")) {
        assertStarts("503 5.5.1", smtp.smtp(command));
      }
      for (String command : List.of("XFORWARD ADDR=192.0.2.1", "ETRN example.org", "FROB")) {
        assertStarts("500 5.5.1", smtp.smtp(command));
      }
      assertStarts("501 5.5.4", smtp.smtp("NOOP\0"));
      assertStarts("221", smtp.smtp("QUIT"));
    }
  }

  @Test
  void aMessageInChunksIsTextToo() throws Exception {
    try (LineClient smtp = LineClient.smtpSession(host.server(), alice)) {
      smtp.smtp("MAIL FROM:<alice@example.org>");
      smtp.smtp("RCPT TO:<alice@example.org>");
      smtp.sendOctets("BDAT 18\r\nSubject: c\r\n\r\na\rb\r".getBytes(StandardCharsets.US_ASCII));
      assertStarts("250", smtp.smtpReply());
      smtp.sendOctets("BDAT 4 LAST\r\n\n.\r\n".getBytes(StandardCharsets.US_ASCII));
      assertStarts("250", smtp.smtpReply());
      Mailbox.of(host.dovecot(), host.alice().login()).awaitMessages(1);
      smtp.smtp("MAIL FROM:<alice@example.org>");
      smtp.smtp("RCPT TO:<alice@example.org>");
      smtp.sendOctets("BDAT 4 LAST\r\na\nb\n".getBytes(StandardCharsets.US_ASCII));
      assertStarts("554 5.5.0", smtp.smtpReply());
      assertEquals(LineClient.CLOSED, smtp.line());
    }
  }

  private static void assertStarts(String start, String line) {
    assertTrue(line.startsWith(start), line);
  }
}
