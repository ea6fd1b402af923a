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

import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
import org.latchkey.core.upstream.UpstreamFailure;

final class AuditJsonTest {
  private static final AppPassword PHONE = AppPasswordBuilder.of(SECRET).build();
  private static final Account ACCOUNT = Example.alice(1, PHONE);

  private final List<String> lines = new ArrayList<>();
  private final AuditJson json = new AuditJson(lines::add, () -> NOW.plusNanos(7_999_999));

  private String line(AuditEvent event) {
    json.record(event);
    return lines.getLast();
  }

  private static Map<String, Object> parsed(String line) throws ParseException {
    return JSONObjectUtils.parse(line);
  }

  @Test
  void aSignInIsOneObjectWithItsTimeAndTheLogsOwnNames() {
    LiveSession session = session("");
    assertEquals(
        "{\"time\":\"2026-03-01T12:00:00.007Z\",\"event\":\"sign-in\",\"service\":\"imap\","
            + "\"client\":\"192.0.2.1:40000\",\"user\":\"Al\\\"ice\",\"account\":\""
            + ALICE
            + "\",\"outcome\":\"granted\",\"app-password\":\""
            + PHONE.id()
            + "\",\"session\":\""
            + session.id()
            + "\",\"us\":1234}",
        line(signIn("Al\"ice", new SignInOutcome.Granted(ACCOUNT, session))));
  }

  /** One of every kind there is. */
  private List<AuditEvent> everyEvent() {
    List<AuditEvent> events = new ArrayList<>();
    for (Class<?> kind : AuditEvent.class.getPermittedSubclasses()) {
      events.add(example(kind.getSimpleName()));
    }
    return events;
  }

  private AuditEvent example(String kind) {
    LiveSession session = session("Mail \"1\"\n");
    return switch (kind) {
      case "SignInDecided" -> signIn("bob\r\n", new SignInOutcome.TryLater("down\u202e"));
      case "SignedOut" -> new AuditEvent.SignedOut(session, SignOutReason.EXPIRED);
      case "SessionClosed" -> new AuditEvent.SessionClosed(session);
      case "UpstreamFailed" ->
          new AuditEvent.UpstreamFailed(
              session, "imap.example.org:143", UpstreamFailure.REFUSED, "NO \"bad\"");
      case "PortalEvent" ->
          new AuditEvent.PortalEvent(
              PortalAct.SIGN_IN_REFUSED, Optional.of(ACCOUNT), "al\0ice", client("::1"), "x\ty");
      case "Changed" ->
          new AuditEvent.Changed(
              new DirectoryChange(
                  ALICE, Optional.empty(), ChangeKind.ACCOUNT_DELETED, "uid=\"a\"", "cn=é", 9));
      case "EntryChanged" -> new AuditEvent.EntryChanged(EntryAct.MODIFIED, "cn=\"a\"", "cn=é");
      case "RefusalsSummed" ->
          new AuditEvent.RefusalsSummed(
              new Refusal("imap", "192.0.2.1", Optional.of(ALICE), "wrong-password"),
              7,
              Instant.EPOCH);
      case "SprayingSeen" ->
          new AuditEvent.SprayingSeen(
              SprayKind.NAME_FROM_MANY_SOURCES, Optional.of(ACCOUNT), "al\nice", client("::1"));
      default -> throw new AssertionError("no example of " + kind);
    };
  }

  @Test
  void bothFormsTellTheSameFactsOfEveryEvent() throws Exception {
    for (AuditEvent event : everyEvent()) {
      Map<String, Object> object = new HashMap<>(parsed(line(event)));
      object.remove("time");
      String log = AuditLog.line(event);
      List<String> told = new ArrayList<>();
      log.replaceAll("\"([^\"\\\\]|\\\\.)*\"", "")
          .transform(text -> List.of(text.split(" ", -1)))
          .forEach(fact -> told.add(fact.substring(0, fact.indexOf('='))));
      assertEquals(object.size(), told.size(), log);
      assertTrue(object.keySet().containsAll(told), log);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alice\r\n{\"event\":\"sign-in\"}",
        "alice\",\"outcome\":\"granted",
        "alice\\",
        "alice\u001b[2J",
        "alice\u2028\u2029\u0085",
        "alice\u202ecila",
        "alice\udb40\udc41",
        "\ud83d\ude00é\u0301",
        "",
      })
  void whateverTheClientSendsComesBackAndIsOneLine(String name) throws Exception {
    assertComesBack(name);
  }

  @Test
  void randomNamesComeBack() throws Exception {
    RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
    for (int i = 0; i < 2000; i++) {
      StringBuilder name = new StringBuilder();
      for (int j = 0; j < 12; j++) {
        name.append((char) (1 + random.nextInt(random.nextBoolean() ? 0x7f : 0xffff)));
      }
      assertComesBack(name.toString());
    }
  }

  private void assertComesBack(String name) throws ParseException {
    String line = line(signIn(name, new SignInOutcome.Denied(DenialReason.UNKNOWN_ACCOUNT)));
    assertEquals(name, parsed(line).get("user"), line);
    assertTrue(line.codePoints().noneMatch(AuditLogTest::isUnprintable), line);
  }

  @Test
  void aLongNameIsCutAndALineIsBounded() throws Exception {
    SignInOutcome denied = new SignInOutcome.Denied(DenialReason.UNKNOWN_ACCOUNT);
    assertEquals(
        "a".repeat(256) + "…", parsed(line(signIn("a".repeat(100_000), denied))).get("user"));
    assertTrue(line(signIn("\u0001".repeat(100_000), denied)).length() < 2000);
  }

  @Test
  void whatStandsBehindANulInANameIsNotWritten() throws Exception {
    SignInOutcome denied = new SignInOutcome.Denied(DenialReason.NOT_AN_APP_PASSWORD);
    assertEquals("\0", parsed(line(signIn("\0alice\0a secret", denied))).get("user"));
  }

  @Test
  void noLineHoldsASecretOrATag() {
    everyEvent().forEach(this::line);
    line(signIn("alice", new SignInOutcome.Granted(ACCOUNT, session("Mail"))));
    String tag = PHONE.tag().orElseThrow().stored();
    for (String line : lines) {
      assertFalse(line.contains(SECRET), line);
      assertFalse(line.contains(SECRET.replace("-", "")), line);
      assertFalse(line.contains(tag.substring(tag.indexOf('$') + 1)), line);
    }
  }

  private static AuditEvent signIn(String name, SignInOutcome outcome) {
    SignInRequest request =
        new SignInRequest(
            Service.IMAP,
            name,
            Example.typed(SECRET),
            client("192.0.2.1"),
            "",
            0,
            reason -> {},
            Optional.empty());
    return new AuditEvent.SignInDecided(request, Optional.of(ACCOUNT), outcome, "", 1_234_567);
  }

  private static LiveSession session(String clientName) {
    return new LiveSessions(new RecentChanges(), event -> {}, () -> NOW)
        .open(
            new LiveSession.Opening(
                ACCOUNT, PHONE, Service.IMAP, client("192.0.2.1"), clientName, reason -> {}))
        .orElseThrow();
  }
}
