// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latchkey.config.TlsSettings;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.audit.AccountEvent;
import org.latchkey.core.audit.AccountEvent.Kind;

/** What happens to an account is in the audit's JSON and in the account's own history. */
final class AuditTrailTest {
  @TempDir private Path folder;

  private Path data;
  private TestServer server;
  private TestAccount account;
  private TestAppPassword made;
  private TestAppPassword others;

  @BeforeEach
  void start() throws Exception {
    data = folder.resolve("data");
    server = start(data);
    account = server.account("alice");
    made = server.admin().make(account, "Laptop (2)");
    others = server.admin().make(server.account("bob"), "Phone");
  }

  private static TestServer start(Path data) throws Exception {
    return TestServer.start(data, TestSettings.with(Duration.ZERO, TlsSettings.defaults()));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private AccountId id() {
    return server.server().directory().store().findByLogin(account.login()).orElseThrow().id();
  }

  private List<AccountEvent> history() {
    return server.server().history().of(id());
  }

  /** Signs in over IMAP in clear text, and returns how that was answered. */
  private String signIn(LineClient client, TestAppPassword secretOf) throws IOException {
    return client.imapLogin(account.login(), secretOf.secret());
  }

  /** One sign-in granted, one denied, one revocation and one that comes too late. */
  private void happen() throws Exception {
    try (LineClient client = LineClient.greeted(server.ports().imap())) {
      assertTrue(signIn(client, made).startsWith("a OK"));
      try (LineClient wrong = LineClient.greeted(server.ports().imap())) {
        assertTrue(signIn(wrong, others).startsWith("a NO"));
      }
      server.admin().delete(made.dn());
      client.lineUntil(line -> line.startsWith("* BYE"));
    }
    try (LineClient late = LineClient.greeted(server.ports().imap())) {
      assertTrue(signIn(late, made).startsWith("a NO"));
    }
  }

  private static String told(AccountEvent event) {
    return "%s %s %s label=%s"
        .formatted(event.kind(), event.what(), event.service(), event.label());
  }

  @Test
  void ownerSeesWhatHappenedAndSoAfterARestart() throws Exception {
    happen();
    List<AccountEvent> before = history();
    assertEquals(
        Set.of(
            "CHANGE account-added  label=",
            "CHANGE app-password-added  label=Laptop (2)",
            "CHANGE app-password-secret-made  label=Laptop (2)",
            "SIGN_IN granted imap label=Laptop (2)",
            "SIGN_IN wrong-password imap label=",
            "CHANGE app-password-revoked  label=Laptop (2)",
            "CHANGE all-app-passwords-revoked  label=",
            "SIGN_OUT revoked imap label=Laptop (2)",
            "SIGN_IN revoked imap label=Laptop (2)"),
        before.stream().map(AuditTrailTest::told).collect(Collectors.toSet()));
    assertEquals(9, before.size());
    for (AccountEvent each : before) {
      assertEquals(each.kind() == Kind.CHANGE ? "" : TestServer.HOST, each.address());
      assertEquals(each.kind() == Kind.CHANGE ? server.server().adminDn() : "", each.by());
    }
    assertEquals(
        List.of("Laptop (2)"),
        server.server().history().stillTrying(id()).stream().map(AccountEvent::label).toList());
    server.close();
    server = start(data);
    assertEquals(before, history());
  }

  @Test
  void everyEventIsALineOfJsonAndNoSecretIsWritten() throws Exception {
    String id = id().toString();
    Instant began = Instant.now().minusMillis(1);
    happen();
    server.close();
    Path changes = data.resolve("audit.jsonl");
    Path signIns = data.resolve("sign-ins.jsonl");
    List<JsonObject> events = new ArrayList<>();
    for (Path file : List.of(changes, signIns)) {
      assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
      for (String line : Files.readAllLines(file)) {
        events.add(new JsonObject(line));
        assertEquals(
            file.equals(changes), "change".equals(events.getLast().getString("event")), line);
      }
    }
    assertEquals(1, count(events, "sign-in", "outcome", "granted", id));
    assertEquals(1, count(events, "sign-in", "reason", "wrong-password", id));
    assertEquals(1, count(events, "sign-in", "reason", "revoked", id));
    assertEquals(1, count(events, "sign-out", "reason", "revoked", id));
    assertEquals(1, count(events, "change", "what", "app-password-revoked", id));
    Instant last = Instant.parse(events.getLast().getString("time"));
    assertTrue(last.isAfter(began) && !last.isAfter(Instant.now()), last.toString());
    for (Path each : List.of(changes, signIns, data.resolve("directory").resolve("data.mdb"))) {
      String text =
          new String(Files.readAllBytes(each), StandardCharsets.ISO_8859_1)
              .toLowerCase(Locale.ROOT);
      for (String secret : List.of(made.secret(), others.secret(), account.primaryPassword())) {
        assertFalse(text.contains(secret), each.toString());
        assertFalse(text.contains(secret.replace("-", "")), each.toString());
      }
    }
  }

  private static long count(
      List<JsonObject> events, String name, String key, String value, String account) {
    return events.stream()
        .filter(each -> name.equals(each.getString("event")))
        .filter(each -> value.equals(each.getString(key)))
        .filter(each -> account.equals(each.getString("account")))
        .count();
  }

  @Test
  void deletedAccountTakesItsHistoryAlong() throws Exception {
    happen();
    AccountId before = id();
    server.close();
    server = start(data);
    assertEquals(9, server.server().history().of(before).size());
    server.admin().delete(account.dn());
    server.account("alice");
    server.close();
    server = start(data);
    assertEquals(List.of(), server.server().history().of(before));
    assertEquals(List.of("account-added"), history().stream().map(AccountEvent::what).toList());
  }

  @Test
  void aFullDiskUnderTheFileKeepsNobodyOut() throws Exception {
    server.close();
    Path file = data.resolve("audit.jsonl");
    Files.delete(file);
    Files.createSymbolicLink(file, Path.of("/dev/full"));
    try (CapturedLog log = new CapturedLog()) {
      server = start(data);
      happen();
      Poll.until(
          "a word in the log",
          () ->
              log.events().stream()
                  .anyMatch(each -> each.getFormattedMessage().contains("audit-file-failed")));
      happenAgain();
    }
    assertEquals(2, history().stream().filter(each -> each.what().equals("granted")).count());
  }

  /** The file still fails: one more app password signs in. */
  private void happenAgain() throws Exception {
    made = server.admin().make(account, "Tablet");
    try (LineClient client = LineClient.greeted(server.ports().imap())) {
      assertTrue(signIn(client, made).startsWith("a OK"));
    }
  }
}
