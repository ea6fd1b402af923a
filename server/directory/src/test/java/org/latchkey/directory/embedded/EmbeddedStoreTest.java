// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.embedded;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.latchkey.core.directory.DirectoryChange;
import org.latchkey.core.directory.DirectoryStore;
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
