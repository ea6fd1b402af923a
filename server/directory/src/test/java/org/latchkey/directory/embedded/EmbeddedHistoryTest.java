// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.unboundid.ldap.sdk.LDAPConnection;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.audit.AccountEvent;
import org.latchkey.core.audit.AccountEvent.Kind;
import org.latchkey.directory.DirectoryFixture;

final class EmbeddedHistoryTest {
  private static final String DN = "uid=alice,ou=people,dc=example,dc=org";
  private static final List<AccountEvent> EVENTS =
      List.of(
          new AccountEvent(
              Instant.EPOCH, Kind.SIGN_IN, "granted", "imap", "::1", "Mail", "Phone", ""));

  @TempDir Path folder;

  private DirectoryFixture fixture;

  @BeforeEach
  void start() throws Exception {
    fixture = DirectoryFixture.start(folder);
    add();
  }

  @AfterEach
  void stop() throws Exception {
    fixture.close();
  }

  private void add() throws Exception {
    try (LDAPConnection admin = fixture.bindAsAdmin()) {
      admin.add(
          "dn: " + DN,
          "objectClass: inetOrgPerson",
          "objectClass: latchkeyAccount",
          "uid: alice",
          "cn: Alice",
          "sn: Alison");
    }
  }

  private AccountId alice() {
    return fixture.store().findByLogin("alice").orElseThrow().id();
  }

  @Test
  void anAccountHasNoHistoryUntilOneIsWritten() {
    assertEquals(List.of(), fixture.history().read(alice()));
    fixture.history().write(Map.of(alice(), EVENTS));
    assertEquals(EVENTS, fixture.history().read(alice()));
  }

  @Test
  void aHistoryStaysOverARestartAndARename() throws Exception {
    AccountId alice = alice();
    fixture.history().write(Map.of(alice, EVENTS));
    try (LDAPConnection admin = fixture.bindAsAdmin()) {
      admin.modifyDN(DN, "uid=alison", true);
    }
    fixture.close();
    fixture = DirectoryFixture.start(folder);
    assertEquals(EVENTS, fixture.history().read(alice));
  }

  @Test
  void aDeletedAccountsHistoryIsGoneAndNotWrittenAgain() throws Exception {
    AccountId before = alice();
    fixture.history().write(Map.of(before, EVENTS));
    try (LDAPConnection admin = fixture.bindAsAdmin()) {
      admin.delete(DN);
    }
    fixture.history().write(Map.of(before, EVENTS));
    assertEquals(List.of(), fixture.history().read(before));
    add();
    assertEquals(List.of(), fixture.history().read(before));
    assertEquals(List.of(), fixture.history().read(alice()));
  }
}
