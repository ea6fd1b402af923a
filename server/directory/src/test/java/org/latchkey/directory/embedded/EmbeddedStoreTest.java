// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.directory.DirectoryChange;
import org.latchkey.core.directory.DirectoryRefusalException;
import org.latchkey.core.directory.DirectoryRefusalException.Kind;
import org.latchkey.core.directory.DirectoryStore;
import org.latchkey.core.password.AppPasswordDraft;
import org.latchkey.core.password.AppPasswordId;
import org.latchkey.core.password.Tag;
import org.latchkey.directory.DirectoryFixture;

final class EmbeddedStoreTest extends DirectoryStoreContract {
  @TempDir Path folder;

  private DirectoryFixture fixture;

  @BeforeEach
  void start() throws Exception {
    fixture = DirectoryFixture.start(folder);
    try (LDAPConnection admin = fixture.bindAsAdmin()) {
      admin.add(
          "dn: uid=alice,ou=people,dc=example,dc=org",
          "objectClass: inetOrgPerson",
          "objectClass: latchkeyAccount",
          "uid: alice",
          "cn: Alice",
          "sn: Alison",
          "mail: alice@example.org");
    }
  }

  @AfterEach
  void stop() throws Exception {
    fixture.close();
  }

  /** Nor does RFC 4518 §2.4 know how: the tables are Unicode 3.2's. */
  @ParameterizedTest
  @ValueSource(strings = {"\ud83d\udcf1 iPhone", "\u274c", "a\ufffd", "\ue000"})
  void aLabelThatApacheDsCantCompareIsRefused(String label) {
    AccountId alice = store().findByLogin("alice").orElseThrow().id();
    Tag tag = Tag.parse("{APW1}1$" + "A".repeat(43) + "=").orElseThrow();
    DirectoryRefusalException refused =
        assertThrows(
            DirectoryRefusalException.class,
            () -> store().addAppPassword(alice, AppPasswordDraft.named(label), tag, "cn=test"));
    assertEquals(Kind.LABEL_NOT_KEPT, refused.kind());
    AppPasswordId id =
        store().addAppPassword(alice, AppPasswordDraft.named("iPhone"), tag, "cn=test");
    refused =
        assertThrows(
            DirectoryRefusalException.class,
            () -> store().changeAppPassword(alice, id, AppPasswordDraft.named(label), "cn=test"));
    assertEquals(Kind.LABEL_NOT_KEPT, refused.kind());
  }

  @Override
  void restart() throws Exception {
    fixture.close();
    fixture = DirectoryFixture.start(folder);
  }

  @Override
  void makeAdmin(String dn) throws Exception {
    try (LDAPConnection admin = fixture.bindAsAdmin()) {
      admin.modify(
          "cn=admins,ou=groups,dc=example,dc=org",
          new Modification(ModificationType.ADD, "member", dn));
    }
  }

  @Override
  DirectoryStore store() {
    return fixture.store();
  }

  @Override
  List<DirectoryChange> changes() {
    return fixture.changes();
  }
}
