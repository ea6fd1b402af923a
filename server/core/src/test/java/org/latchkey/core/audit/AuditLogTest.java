// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latchkey.core.testing.Example.ALICE;
import static org.latchkey.core.testing.Example.NOW;
import static org.latchkey.core.testing.Example.SECRET;
import static org.latchkey.core.testing.Example.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.core.account.Account;
import org.latchkey.core.account.Service;
import org.latchkey.core.directory.ChangeKind;
import org.latchkey.core.directory.DirectoryChange;
import org.latchkey.core.directory.RecentChanges;
import org.latchkey.core.password.AppPassword;
import org.latchkey.core.session.LiveSession;
import org.latchkey.core.session.LiveSessions;
import org.latchkey.core.session.SignOutReason;
import org.latchkey.core.signin.DenialReason;
import org.latchkey.core.signin.SignInOutcome;
import org.latchkey.core.signin.SignInRequest;
import org.latchkey.core.testing.AppPasswordBuilder;
import org.latchkey.core.testing.Example;

final class AuditLogTest {
  private static final AppPassword PHONE = AppPasswordBuilder.of(SECRET).build();
  private static final Account ACCOUNT = Example.alice(1, PHONE);

  @Test
  void aGrantedSignIn() {
    LiveSession session = session("");
    assertEquals(
        "event=sign-in service=imap client=192.0.2.1:40000 user=\"Alice\" account="
            + ALICE
            + " outcome=granted app-password="
            + PHONE.id()
            + " session="
            + session.id()
            + " us=1234",
        signIn("Alice", new SignInOutcome.Granted(ACCOUNT, session), Optional.of(ACCOUNT), ""));
  }

  @Test
  void aDeniedOneTellsWhyAndWhich() {
    assertEquals(
        "event=sign-in service=imap client=192.0.2.1:40000 user=\"alice\" account="
            + ALICE
            + " outcome=denied reason=revoked detail=\"old \\\"iPhone\\\"\" us=1234",
        signIn(
            "alice",
            new SignInOutcome.Denied(DenialReason.REVOKED),
            Optional.of(ACCOUNT),
            "old \"iPhone\""));
  }

  @Test
  void oneThatWasPutOff() {
    assertEquals(
        "event=sign-in service=imap client=192.0.2.1:40000 user=\"alice\" outcome=try-later"
            + " reason=\"the directory doesn't answer\" us=1234",
        signIn(
            "alice",
            new SignInOutcome.TryLater("the directory doesn't answer"),
            Optional.empty(),
            ""));
  }

  @Test
  void whatStandsBehindANulInANameIsNotShown() {
    assertEquals(
        "event=sign-in service=imap client=192.0.2.1:40000 user=\"\\u0000\" outcome=denied"
            + " reason=not-an-app-password us=1234",
        signIn(
            "\0alice\0a secret",
            new SignInOutcome.Denied(DenialReason.NOT_AN_APP_PASSWORD),
            Optional.empty(),
            ""));
  }

  @Test
  void aSignOutAndAClose() {
    LiveSession session = session("Mail/1.0 \"x\"\r\nevent=sign-in");
    String tail =
        " service=imap client=192.0.2.1:40000 account="
            + ALICE
            + " app-password="
            + PHONE.id()
            + " session="
            + session.id()
            + " client-name=\"Mail/1.0 \\\"x\\\"\\u000d\\u000aevent=sign-in\"";
    assertEquals(
        "event=sign-out" + tail + " reason=revoked",
        AuditLog.line(new AuditEvent.SignedOut(session, SignOutReason.REVOKED)));
    assertEquals(
        "event=session-closed" + tail, AuditLog.line(new AuditEvent.SessionClosed(session)));
  }

  @Test
  void whatIsDoneInThePortal() {
    assertEquals(
        "event=portal act=sign-in-refused client=192.0.2.1:40000 user=\"Alice\" account="
            + ALICE
            + " detail=\"a \\\"b\\\"\"",
        portal("Alice", Optional.of(ACCOUNT), "a \"b\""));
    assertEquals(
        "event=portal act=sign-in-refused client=192.0.2.1:40000 user=\"alice\\u0000\"",
        portal("alice\0a secret", Optional.empty(), ""));
    assertEquals(
        "event=portal act=sign-in-refused client=192.0.2.1:40000",
        portal("", Optional.empty(), ""));
  }

  private static String portal(String name, Optional<Account> account, String detail) {
    return AuditLog.line(
        new AuditEvent.PortalEvent(
            PortalAct.SIGN_IN_REFUSED, account, name, client("192.0.2.1"), detail));
  }

  @Test
  void aChange() {
    DirectoryChange change =
        new DirectoryChange(
            ALICE, Optional.empty(), ChangeKind.ACCOUNT_DELETED, "uid=\"a\"\n", "cn=admin", 9);
    assertEquals(
        "event=change what=account-deleted account="
            + ALICE
            + " dn=\"uid=\\\"a\\\"\\u000a\" by=\"cn=admin\"",
        AuditLog.line(new AuditEvent.Changed(change)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alice\r\nevent=sign-in outcome=granted",
        "alice\nx",
        "alice\u0000",
        "alice\u001b[2J", // terminal escape
        "alice\u007f",
        "alice\u0085x", // next line
        "alice\u2028x",
        "alice\u2029x",
        "alice\u202ecila", // right-to-left override
        "alice\u2066x",
        "\ufeffalice",
        "alice\udb40\udc41", // a tag character of the fourteenth plane
        "alice\ud83d", // half a character
        "alice\" outcome=\"granted",
        "alice\\\" outcome=\"granted",
        "alice\\",
      })
  void whateverTheClientSendsItIsOneQuotedValueOfOneLine(String name) {
    assertOneLine(name);
  }

  @Test
  void randomNamesNeverBreakOut() {
    RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
    for (int i = 0; i < 2000; i++) {
      StringBuilder name = new StringBuilder();
      for (int j = 0; j < 12; j++) {
        name.append((char) random.nextInt(random.nextBoolean() ? 0x80 : 0x10000));
      }
      assertOneLine(name.toString());
    }
  }

  private static void assertOneLine(String name) {
    String line =
        signIn(name, new SignInOutcome.Denied(DenialReason.UNKNOWN_ACCOUNT), Optional.empty(), "");
    assertTrue(
        line.matches(
            "event=sign-in service=imap client=192\\.0\\.2\\.1:40000"
                + " user=\"([^\"\\\\]|\\\\[\"\\\\]|\\\\u[0-9a-f]{4})*\""
                + " outcome=denied reason=unknown-account us=1234"),
        line);
    assertTrue(line.codePoints().noneMatch(AuditLogTest::isUnprintable), line);
  }

  static boolean isUnprintable(int codePoint) {
    int type = Character.getType(codePoint);
    return type == Character.CONTROL
        || type == Character.FORMAT
        || type == Character.SURROGATE
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }

  @Test
  void aLongTextIsCutAndSaysSo() {
    assertEquals(
        "event=x user=\"" + "a".repeat(256) + "\"",
        new LogLine("x").quoted("user", "a".repeat(256)).toString());
    assertEquals(
        "event=x user=\"" + "a".repeat(256) + "…\"",
        new LogLine("x").quoted("user", "a".repeat(257)).toString());
    assertEquals(
        "event=x user=\"" + "a".repeat(255) + "\\ud83d…\"",
        new LogLine("x").quoted("user", "a".repeat(255) + "\ud83d\ude00").toString());
  }

  @Test
  void addressesAreNumbersWithAPort() {
    assertEquals("192.0.2.1:40000", LogLine.address(client("192.0.2.1")));
    assertEquals("[2001:db8:0:0:0:0:0:1]:40000", LogLine.address(client("2001:db8::1")));
  }

  @Test
  void noLineHoldsTheTypedSecretHashOrTag() {
    LiveSession session = session("Mail");
    List<String> lines = new ArrayList<>();
    List<SignInOutcome> outcomes = new ArrayList<>();
    outcomes.add(new SignInOutcome.Granted(ACCOUNT, session));
    outcomes.add(new SignInOutcome.TryLater("down"));
    for (DenialReason reason : DenialReason.values()) {
      outcomes.add(new SignInOutcome.Denied(reason));
    }
    for (SignInOutcome outcome : outcomes) {
      lines.add(signIn("alice", outcome, Optional.of(ACCOUNT), "iPhone"));
      lines.add(outcome.toString());
    }
    for (SignOutReason reason : SignOutReason.values()) {
      lines.add(AuditLog.line(new AuditEvent.SignedOut(session, reason)));
    }
    lines.add(AuditLog.line(new AuditEvent.SessionClosed(session)));
    lines.add(request("alice").toString());
    lines.add(ACCOUNT.toString());
    lines.add(PHONE.toString());
    String mac = PHONE.tag().orElseThrow().stored();
    mac = mac.substring(mac.indexOf('$') + 1);
    for (String line : lines) {
      assertFalse(line.contains(SECRET), line);
      assertFalse(line.contains(SECRET.replace("-", "")), line);
      assertFalse(line.contains(mac), line);
    }
  }

  @Test
  void allAuditsAreTold() {
    List<AuditEvent> one = new ArrayList<>();
    List<AuditEvent> other = new ArrayList<>();
    AuditEvent event = new AuditEvent.SessionClosed(session(""));
    Audit.all(List.of(one::add, other::add)).record(event);
    assertEquals(List.of(event), one);
    assertEquals(List.of(event), other);
  }

  private static String signIn(
      String name, SignInOutcome outcome, Optional<Account> account, String detail) {
    return AuditLog.line(
        new AuditEvent.SignInDecided(request(name), account, outcome, detail, 1_234_567));
  }

  private static SignInRequest request(String name) {
    return new SignInRequest(
        Service.IMAP,
        name,
        Example.typed(SECRET),
        client("192.0.2.1"),
        "",
        0,
        reason -> {},
        Optional.empty());
  }

  private static LiveSession session(String clientName) {
    LiveSessions sessions = new LiveSessions(new RecentChanges(), event -> {}, () -> NOW);
    return sessions
        .open(
            new LiveSession.Opening(
                ACCOUNT, PHONE, Service.IMAP, client("192.0.2.1"), clientName, reason -> {}))
        .orElseThrow();
  }
}
