// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.testing;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.latchkey.core.account.Account;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.password.AppPassword;
import org.latchkey.core.password.AppPasswordFormat;
import org.latchkey.core.password.Peppers;
import org.latchkey.core.password.Secret;
import org.latchkey.core.password.Tag;
import org.latchkey.core.password.Tombstone;

/** The people, secrets and addresses that the tests speak of. */
public final class Example {
  public static final AccountId ALICE = AccountId.of("11111111-2222-3333-4444-555555555555");
  public static final AccountId BOB = AccountId.of("aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee");

  /** Two well-formed app passwords: of only a's and of only b's, the check letter is a. */
  public static final String SECRET = "aaaaa-aaaaa-aaaaa-aaaaa-aaaaa";

  public static final String OTHER_SECRET = "bbbbb-bbbbb-bbbbb-bbbbb-bbbba";

  public static final Instant MADE = Instant.parse("2026-01-01T00:00:00Z");
  public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  public static final Peppers PEPPERS = peppers("k2", "k1");

  private Example() {}

  /** Peppers of these ids, the current one first; the same id always has the same key. */
  public static Peppers peppers(String... kids) {
    SequencedMap<String, byte[]> keys = new LinkedHashMap<>();
    for (String kid : kids) {
      byte[] key = new byte[Peppers.KEY_BYTES];
      Arrays.fill(key, (byte) kid.hashCode());
      keys.put(kid, key);
    }
    return new Peppers(keys);
  }

  public static Secret typed(String text) {
    return Secret.takeOver(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The tag of a well-formed secret under the current pepper. */
  public static Tag tag(AccountId account, String text) {
    return tag(PEPPERS, account, text);
  }

  public static Tag tag(Peppers peppers, AccountId account, String text) {
    try (Secret typed = typed(text);
        Secret canonical = AppPasswordFormat.canonical(typed).orElseThrow()) {
      return peppers.tag(account, canonical);
    }
  }

  public static Account alice(long version, AppPassword... appPasswords) {
    return account(ALICE, version, false, Set.of("alice"), List.of(), appPasswords);
  }

  public static Account disabledAlice(long version, AppPassword... appPasswords) {
    return account(ALICE, version, true, Set.of("alice"), List.of(), appPasswords);
  }

  public static Account account(
      AccountId id,
      long version,
      boolean disabled,
      Set<String> logins,
      List<Tombstone> tombstones,
      AppPassword... appPasswords) {
    return new Account(
        id,
        "uid=" + id + ",ou=people,dc=example,dc=org",
        logins,
        disabled,
        Optional.empty(),
        List.of(appPasswords),
        tombstones,
        Map.of(),
        version);
  }

  public static InetSocketAddress client(String address) {
    return new InetSocketAddress(address(address), 40000);
  }

  /** The address in this literal; nothing is looked up. */
  public static InetAddress address(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(literal, e);
    }
  }
}
