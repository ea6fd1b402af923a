// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.onboarding;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.latchkey.core.account.Account;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.password.AppPassword;
import org.latchkey.core.testing.AppPasswordBuilder;

final class OfferedProfileTest {
  private static final AccountId ALICE = AccountId.of("11111111-2222-3333-4444-555555555555");
  private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");

  private final AppPassword made = new AppPasswordBuilder().build();
  private final OfferedProfile profile = new OfferedProfile(ALICE, made, new byte[0]);

  private static Optional<Account> holding(boolean disabled, AppPassword... appPasswords) {
    return Optional.of(
        new Account(
            ALICE,
            "uid=alice",
            Set.of("alice"),
            disabled,
            Optional.empty(),
            List.of(appPasswords),
            List.of(),
            Map.of(),
            1));
  }

  private AppPasswordBuilder as() {
    return AppPasswordBuilder.like(made);
  }

  @Test
  void itIsGoodWhileItsSecretIs() {
    assertTrue(profile.isGood(holding(false, made), NOW));
    assertTrue(profile.isGood(holding(false, as().label("iPad").build()), NOW));
    assertTrue(profile.isGood(holding(false, as().expires(NOW.plusSeconds(1)).build()), NOW));
  }

  @Test
  void itIsNoGoodOnceItsSecretIsNot() {
    assertFalse(profile.isGood(Optional.empty(), NOW), "the account is gone");
    assertFalse(profile.isGood(holding(true, made), NOW), "the account is disabled");
    assertFalse(profile.isGood(holding(false), NOW), "revoked");
    assertFalse(profile.isGood(holding(false, as().expires(NOW).build()), NOW), "expired");
    AppPassword anew = as().secretMade(made.secretMade().plusMillis(1)).build();
    assertFalse(profile.isGood(holding(false, anew), NOW), "another secret");
  }
}
