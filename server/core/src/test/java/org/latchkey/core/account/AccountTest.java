// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.account;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which mailbox an account has is said by its values, and by no order among them. */
final class AccountTest {
  private static Account account(String dn, String type, List<String> values) {
    return new Account(
        new AccountId(new UUID(0, 1)),
        dn,
        Set.of("alice"),
        false,
        Optional.empty(),
        List.of(),
        List.of(),
        values.isEmpty() ? Map.of() : Map.of(type, values),
        1);
  }

  @ParameterizedTest
  @CsvSource({
    "alice, uid, alice, alice",
    "alice, uid, al alice, alice",
    "Alice, UID, al alice zoe, alice",
    "alice, mail, a.smith@example.org, a.smith@example.org",
    "alice, mail, aaa@example.org alice@example.org zzz@example.org, alice@example.org",
    "alice, mail, Alice@example.org aaa@example.org, Alice@example.org",
    "alice@example.org, mail, alice@example.com alice@example.org, alice@example.org",
    "alice, mail, alice@example.com alice@example.org, ''",
    "ann, mail, a.smith@example.org smith@example.org, ''",
    "'a\\2cb', mail, 'a,b@example.org x@example.org', 'a,b@example.org'",
    "alice, mail, '', ''"
  })
  void aNameDoesNotDependOnOrder(String uid, String type, String values, String name) {
    List<String> all = new ArrayList<>(Arrays.asList(values.split(" ", -1)));
    all.removeIf(String::isEmpty);
    Optional<String> wanted = Optional.of(name).filter(each -> !each.isEmpty());
    for (int i = 0; i < 10; i++) {
      Collections.shuffle(all, new Random(i));
      Account account = account("uid=" + uid + ",ou=people,dc=example,dc=org", type, all);
      assertEquals(wanted, account.nameIn(type.toLowerCase(java.util.Locale.ROOT)), all.toString());
    }
  }
}
