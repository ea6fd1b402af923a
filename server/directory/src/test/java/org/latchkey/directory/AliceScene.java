// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory;

import com.unboundid.ldap.sdk.LDAPConnection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.latchkey.core.account.Account;

/** What a test of the admin port begins with: a directory with alice in it, and an admin bound. */
public abstract class AliceScene {
  protected static final String ALICE = "uid=alice,ou=people,dc=example,dc=org";

  @TempDir Path folder;

  protected DirectoryFixture fixture;
  protected LDAPConnection admin;

  private final List<String> ldif =
      new ArrayList<>(
          List.of(
              "dn: " + ALICE,
              "objectClass: inetOrgPerson",
              "objectClass: latchkeyAccount",
              "uid: alice",
              "cn: Alice",
              "sn: Alison",
              "mail: alice@example.org",
              "userPassword: correct horse battery"));

  /**
   * @param more lines of LDIF that alice is added with
   */
  protected AliceScene(String... more) {
    ldif.addAll(List.of(more));
  }

  @BeforeEach
  protected final void start() throws Exception {
    open();
    admin.add(ldif.toArray(String[]::new));
  }

  @AfterEach
  protected final void stop() throws Exception {
    admin.close();
    fixture.close();
  }

  /** Stops the directory and starts another one on what it has left. */
  protected final void restart() throws Exception {
    stop();
    open();
  }

  private void open() throws Exception {
    fixture = DirectoryFixture.start(folder);
    admin = fixture.bindAsAdmin();
  }

  protected final Account alice() {
    return fixture.store().findByLogin("alice").orElseThrow();
  }
}
