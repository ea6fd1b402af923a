// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a client's words reaches its submission server. */
final class CommandWatchTest {
  private static final Set<String> ALL =
      Set.of(SmtpExtensions.CHUNKING, SmtpExtensions.BINARYMIME, SmtpExtensions.AUTH);

  private final CommandWatch watch = new CommandWatch(ALL);

  private static String passed(CommandWatch watch, String text, int pieceLength) {
    StringBuilder all = new StringBuilder();
    for (int at = 0; at < text.length(); at += pieceLength) {
      String piece = text.substring(at, Math.min(text.length(), at + pieceLength));
      ByteBuf out = watch.pass(Unpooled.copiedBuffer(piece, StandardCharsets.ISO_8859_1));
      all.append(out.toString(StandardCharsets.ISO_8859_1));
      out.release();
    }
    return all.toString();
  }

  private String passed(String text) {
    return passed(watch, text, 3);
  }

  /** A transaction up to the content. */
  private void begin() {
    passed("MAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\n");
    watch.replied("250 ok\r\n");
    watch.replied("250 ok\r\n");
    watch.replied("354 go on\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "XCLIENT LOGIN=bob",
        "xclient login=bob",
        " XCLIENT LOGIN=bob",
        "\tXCLIENT LOGIN=bob",
        "XCLIENT\tLOGIN=bob",
        "NOOP\0XCLIENT LOGIN=bob",
        "NOOP\u000bXCLIENT LOGIN=bob",
        "XFORWARD ADDR=192.0.2.1",
        "AUTH PLAIN AGJvYgBib2I=",
        "auth login",
        "STARTTLS",
        "ETRN example.org",
        "BURL imap://x LAST",
        "TURN",
        "LHLO x",
        "M\u00e4IL FROM:<a@b>",
        "MAIL",
        "MAIL FROM:",
        "MAIL FROM:<a@b",
        "MAIL FROM:<a@b>AUTH=bob",
        "MAIL FROM:<a b@c>",
        "MAIL FROM:<a@b> \\AUTH=bob",
        "MAIL FROM:<a@b> \"AUTH=bob\"",
        "MAIL FROM:<\"a@b> AUTH=bob",
        "MAIL FROM:<a@b> =bob",
        "MAIL TO:<a@b>",
        ""
      })
  void whoIsSignedInIsNotTheClientsToSay(String command) {
    for (int length : new int[] {1, 4, 1000}) {
      CommandWatch each = new CommandWatch(ALL);
      assertEquals("NOOP\r\nRSET\r\n", passed(each, command + "\r\nRSET\r\n", length));
      assertEquals("", each.breach());
      assertInstanceOf(Awaited.Refused.class, each.awaited());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "MAIL FROM:<a@b> AUTH=bob SIZE=5, MAIL FROM:<a@b> AUTH=<> SIZE=5, MAIL FROM:<a@b> SIZE=5",
    "mail from: <a@b> auth=<>, MAIL FROM:<a@b> AUTH=<>, MAIL FROM:<a@b>",
    "'MAIL FROM:<\"x> AUTH=y\"@b>\tAuth=bob', 'MAIL FROM:<\"x> AUTH=y\"@b> AUTH=<>',"
        + " 'MAIL FROM:<\"x> AUTH=y\"@b>'",
    "MAIL FROM:a@b AUTH, MAIL FROM:a@b AUTH=<>, MAIL FROM:a@b",
    "MAIL FROM:<> SUBMITTER=x BODY=8BITMIME , MAIL FROM:<> BODY=8BITMIME, MAIL FROM:<>"
        + " BODY=8BITMIME",
    "MAIL FROM:<ä@b> SMTPUTF8, MAIL FROM:<ä@b> SMTPUTF8, MAIL FROM:<ä@b> SMTPUTF8"
  })
  void whomAClientNamesInMailIsNotBelieved(String command, String withAuth, String without) {
    assertEquals(withAuth + "\r\n", passed(new CommandWatch(ALL), command + "\r\n", 3));
    assertEquals(without + "\r\n", passed(new CommandWatch(Set.of()), command + "\r\n", 3));
  }

  @Test
  void aChunkThatIsRefusedIsNoCommand() {
    CommandWatch withoutChunking = new CommandWatch(Set.of());
    String chunk = "BDAT 19 LAST\r\nXCLIENT LOGIN=bob\r\n";
    assertEquals("NOOP\r\nRSET\r\n", passed(withoutChunking, chunk + "RSET\r\n", 5));
    assertEquals("NOOP\r\n", passed(withoutChunking, "BDAT 0\r\n", 5));
    assertEquals("", withoutChunking.breach());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "BDAT",
        "BDAT x",
        "BDAT -1",
        "BDAT +5",
        "BDAT 0x5 LAST",
        "BDAT 5 LAST x",
        "BDAT 5LAST"
      })
  void aChunkOfUnknownSizeIsABreach(String command) {
    assertEquals("", passed(command + "\r\nXCLIENT LOGIN=bob\r\n"));
    assertNotEquals("", watch.breach());
  }

  @Test
  void binaryIsForThoseWhoTakeIt() {
    String mail = "MAIL FROM:<a@b> BODY=BINARYMIME\r\n";
    assertEquals(mail + "BDAT 3\r\na\nb", passed(mail + "BDAT 3\r\na\nb"));
    CommandWatch text = new CommandWatch(Set.of(SmtpExtensions.CHUNKING));
    passed(text, mail + "BDAT 3\r\na\nb", 3);
    assertNotEquals("", text.breach());
  }

  @Test
  void aRepliesPlaceIsKeptForWhatDoesNotPass() {
    passed("NOOP\r\nAUTH PLAIN\r\nEHLO x\r\n");
    assertEquals(new Awaited.Command(), watch.awaited());
    watch.replied("250 ok\r\n");
    assertEquals(new Awaited.Refused(SmtpReplies.SIGNED_IN_ALREADY), watch.awaited());
    watch.replied("250 ok\r\n");
    assertEquals(new Awaited.Hello(), watch.awaited());
  }

  @Test
  void commandsWithoutRepliesAreBounded() {
    passed(watch, "NOOP\r\n".repeat(CommandWatch.MOST_UNANSWERED), 6000);
    assertEquals("", watch.breach());
    passed("NOOP\r\n");
    assertNotEquals("", watch.breach());
  }

  @Test
  void messageHoldsWhateverItHolds() {
    begin();
    String content = "XCLIENT LOGIN=bob\r\n..\r\n.x\r\nlone\r\nlines\r\n\r\n.\r\n";
    assertEquals(content, passed(content));
    assertEquals("NOOP\r\nQUIT\r\n", passed("XCLIENT LOGIN=bob\r\nQUIT\r\n"));
    assertEquals("", watch.breach());
  }

  @Test
  void commandsMayFollowTheEndOfTheContentAtOnce() {
    begin();
    assertEquals("a\r\n.\r\nNOOP\r\n", passed(watch, "a\r\n.\r\nXCLIENT LOGIN=bob\r\n", 1000));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\n.\n", "a\n.\r\n", "a\r\n.\n", "a\r\n.\nXCLIENT LOGIN=bob\r\n", ".\n"})
  void endThatSomeTakeForOneIsABreach(String content) {
    begin();
    passed(content);
    assertNotEquals("", watch.breach());
  }

  @Test
  void nothingMayFollowDataBeforeItsReply() {
    assertEquals("DATA\r\n", passed(watch, "DATA\r\nXCLIENT LOGIN=bob\r\n", 100));
    assertNotEquals("", watch.breach());
  }

  @Test
  void commandsGoOnWhereDataWasRefused() {
    passed("NOOP\r\nDATA\r\n");
    watch.replied("250 ok\r\n");
    watch.replied("503 MAIL first\r\n");
    assertEquals("NOOP\r\n", passed("XCLIENT LOGIN=bob\r\n"));
  }

  @Test
  void anEarlierCommandsReplyDoesNotOpenTheContent() {
    passed("NOOP\r\nDATA\r\n");
    watch.replied("354 go on\r\n");
    assertEquals("", passed("XCLIENT LOGIN=bob\r\n"));
    assertNotEquals("", watch.breach());
  }

  @Test
  void chunkIsContentAndNoMore() {
    assertEquals(
        "BDAT 19 LAST\r\nXCLIENT LOGIN=bob\r\nNOOP\r\n",
        passed("BDAT 19 LAST\r\nXCLIENT LOGIN=bob\r\nXCLIENT LOGIN=bob\r\n"));
    assertEquals("BDAT 0 LAST\r\nNOOP\r\n", passed("BDAT 0 LAST\r\nAUTH PLAIN\r\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"NOOP\n", "NOOP\rXCLIENT LOGIN=bob\r\n", "NOOP\r\r\n"})
  void lineThatEndsOtherwiseIsABreach(String line) {
    assertEquals("", passed(line));
    assertNotEquals("", watch.breach());
  }

  @Test
  void aLineThatIsTooLongIsRefusedAndItsRestIsNoCommand() {
    int longest = CommandWatch.MAX_COMMAND_BYTES - "NOOP \r\n".length();
    String good = "NOOP " + "x".repeat(longest) + "\r\n";
    assertEquals(good, passed(watch, good, 1000));
    for (int length : new int[] {longest + 1, 12_000, 100_000}) {
      String bad = "NOOP " + "x".repeat(length) + "\r\n";
      assertEquals("NOOP\r\nQUIT\r\n", passed(watch, bad + "QUIT\r\n", 777));
    }
    watch.replied("250 ok\r\n");
    assertEquals(new Awaited.Refused(SmtpReplies.LINE_TOO_LONG), watch.awaited());
    assertEquals("", watch.breach());
  }
}
