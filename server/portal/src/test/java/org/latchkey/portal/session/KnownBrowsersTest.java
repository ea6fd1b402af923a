// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.latchkey.core.account.Account;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.testing.Example;

final class KnownBrowsersTest {
  private Instant now = Instant.parse("2026-12-01T00:00:00Z");
  private final KnownBrowsers browsers =
      new KnownBrowsers(Example.PEPPERS, new SecureRandom(), () -> now);

  private static Account account(int number, String hash) {
    return new Account(
        new AccountId(new UUID(0, number)),
        "uid=" + number,
        Set.of("user" + number),
        false,
        Optional.of(hash),
        List.of(),
        List.of(),
        Map.of(),
        1);
  }

  @Test
  void aBrowserIsKnownForTheAccountsThatItSignedInTo() {
    Optional<String> cookie = Optional.empty();
    for (int i = 1; i <= KnownBrowsers.MOST_ACCOUNTS + 1; i++) {
      cookie = Optional.of(browsers.with(cookie, account(i, "hash")));
      cookie = Optional.of(browsers.with(cookie, account(i, "hash")));
    }
    for (int i = 1; i <= KnownBrowsers.MOST_ACCOUNTS + 2; i++) {
      boolean known = i > 1 && i <= KnownBrowsers.MOST_ACCOUNTS + 1;
      assertEquals(known, browsers.isKnown(cookie, account(i, "hash")), "" + i);
    }
  }

  @Test
  void itIsNoMoreWithAnotherPasswordOrAfterALongTimeOrByAnothersCookie() {
    Optional<String> cookie = Optional.of(browsers.with(Optional.empty(), account(1, "hash")));
    assertTrue(browsers.isKnown(cookie, account(1, "hash")));
    assertFalse(browsers.isKnown(cookie, account(1, "another hash")));
    assertFalse(browsers.isKnown(Optional.of("made-up"), account(1, "hash")));
    assertFalse(browsers.isKnown(Optional.empty(), account(1, "hash")));
    now = now.plus(KnownBrowsers.KNOWN).plus(Duration.ofSeconds(1));
    assertFalse(browsers.isKnown(cookie, account(1, "hash")));
  }
}
