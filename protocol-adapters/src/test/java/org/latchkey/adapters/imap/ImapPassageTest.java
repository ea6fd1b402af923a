// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.core.account.Account;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.account.Service;
import org.latchkey.core.directory.RecentChanges;
import org.latchkey.core.password.AppPassword;
import org.latchkey.core.password.AppPasswordId;
import org.latchkey.core.session.LiveSession;
import org.latchkey.core.session.LiveSessions;

final class ImapPassageTest {
  private static final AppPassword APP_PASSWORD =
      new AppPassword(
          AppPasswordId.of("11111111-2222-3333-4444-666666666666"),
          "iPhone",
          Set.of(Service.IMAP),
          Optional.empty(),
          Instant.EPOCH,
          Optional.empty(),
          List.of(),
          Optional.empty(),
          Instant.EPOCH,
          "uid=alice",
          Optional.empty());
  private static final Account ALICE =
      new Account(
          AccountId.of("11111111-2222-3333-4444-555555555555"),
          "uid=alice",
          Set.of("alice"),
          false,
          Optional.empty(),
          List.of(APP_PASSWORD),
          List.of(),
          Map.of(),
          1);

  private final LiveSession session =
      new LiveSessions(new RecentChanges(), event -> {}, InstantSource.system())
          .open(
              new LiveSession.Opening(
                  ALICE,
                  APP_PASSWORD,
                  Service.IMAP,
                  new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
                  "",
                  reason -> {}))
          .orElseThrow();
  private final ImapPassage passage = new ImapPassage(session);

  private void say(String words) {
    assertEquals(words, passed(words));
  }

  private String passed(String words) {
    ByteBuf passed =
        passage.passToUpstream(Unpooled.copiedBuffer(words, StandardCharsets.ISO_8859_1));
    String text = passed.toString(StandardCharsets.ISO_8859_1);
    passed.release();
    return text;
  }

  private void hear(String words) {
    passage.pass(Unpooled.copiedBuffer(words, StandardCharsets.ISO_8859_1)).release();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 1000})
  void nothingIsSaidIntoACompressedStream(int pieceLength) {
    say("a COMPRESS DEFLATE\r\n");
    assertTrue(passage.isAtBoundary());
    String answers = "* 1 EXISTS\r\na OK Compressing\r\n\1\2* OK\r\n";
    for (int at = 0; at < answers.length(); at += pieceLength) {
      hear(answers.substring(at, Math.min(answers.length(), at + pieceLength)));
    }
    assertFalse(passage.isAtBoundary());
    say("\1\2b LOGIN c\r\n");
    hear("\r\n");
    assertFalse(passage.isAtBoundary());
    assertEquals(Optional.empty(), passage.breach());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a NO no\r\n", "a BAD no\r\n", "b OK other\r\n", "* OK a OK\r\n"})
  void withoutAnOkNothingIsCompressed(String answer) {
    say("a COMPRESS DEFLATE\r\nb NOOP\r\n");
    hear(answer);
    assertTrue(passage.isAtBoundary());
  }

  @Test
  void freeTextAnnouncesNothing() {
    hear("* OK [ALERT] Call {911}\r\na NO {5}\r\n+ {7}\r\n");
    assertTrue(passage.isAtBoundary());
    hear("* 1 FETCH (BODY[] {5}\r\nab\r\n");
    assertFalse(passage.isAtBoundary());
    hear("c)\r\n");
    assertTrue(passage.isAtBoundary());
  }

  @Test
  void nobodySignsInAgain() {
    assertEquals("a REFUSED x y\r\n", passed("a LOGIN x y\r\n"));
    assertEquals("a REFUSED\r\n", passed("a UNAUTHENTICATE\r\n"));
    assertEquals("a APPEND x {5}\r\n", passed("a APPEND x {5}\r\nhello\r\n"));
    assertTrue(passage.breach().isPresent());
  }

  @Test
  void aNameSaidBehindTheSignInIsTheSessions() {
    say(
        String.join(
            "\r\n",
            "3 CAPABILITY",
            "4 ID (\"name\" \"iPhone Mail\" \"version\" \"22A3354\")",
            "5 LIST \"\" *",
            ""));
    assertEquals("iPhone Mail 22A3354", session.clientName());
  }

  @Test
  void aNameIsFoundOctetByOctet() {
    String passed = "";
    String words = "a ID (\"name\" \"Thunderbird\")\r\n";
    for (int i = 0; i < words.length(); i++) {
      passed += passed(Character.toString(words.charAt(i)));
    }
    assertEquals(words, passed);
    assertEquals("Thunderbird", session.clientName());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a APPEND INBOX {60+}\r\nb ID (\"name\" \"in a message\")\r\n",
        "\r\n* {\r\n",
        "a ID (\"name\"\r\n",
        "a ID NIL\r\nb ID (\"name\" \"second\")\r\n"
      })
  void nothingElseIsTakenForOne(String words) {
    say(words);
    assertEquals("", session.clientName());
  }

  @Test
  void onlyTheFirstCommandsAreRead() {
    say("a NOOP\r\n".repeat(8));
    say("b ID (\"name\" \"late\")\r\n");
    assertEquals("", session.clientName());
  }

  @Test
  void aLineWithoutAnEndIsNotKept() {
    say("a NOOP " + "a".repeat(100_000));
    say(" ID (\"name\" \"x\")\r\nb ID (\"name\" \"y\")\r\n");
    assertEquals("", session.clientName());
  }
}
