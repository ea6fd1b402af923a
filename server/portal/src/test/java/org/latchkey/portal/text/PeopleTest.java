// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.latchkey.core.account.Account;
import org.latchkey.core.testing.AccountBuilder;
import org.latchkey.core.testing.FakeDirectoryStore;

final class PeopleTest {
  private final FakeDirectoryStore store = new FakeDirectoryStore();
  private final People people = new People(store::findByLogin);
  private Account alice;

  @BeforeEach
  void hold() {
    alice = store.hold(AccountBuilder.named("alice").build());
  }

  @Test
  void dnOfAnAccountIsItsName() {
    assertEquals(Optional.of(People.name(alice)), people.nameOf(alice.dn()));
    assertEquals(
        Optional.of(People.name(alice)), people.nameOf(alice.dn().toUpperCase(Locale.ROOT)));
  }

  @Test
  void anyOtherDnIsNobodys() {
    String beneath = alice.dn().substring(alice.dn().indexOf(',') + 1);
    for (String dn : List.of("uid=alice,ou=other," + beneath, "cn=admin," + beneath, "", "alice")) {
      assertEquals(Optional.empty(), people.nameOf(dn), dn);
    }
  }
}
