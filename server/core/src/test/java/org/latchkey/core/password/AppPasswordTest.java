// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.password;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latchkey.core.testing.Example.MADE;
import static org.latchkey.core.testing.Example.SECRET;
import static org.latchkey.core.testing.Example.address;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latchkey.core.testing.AppPasswordBuilder;

final class AppPasswordTest {
  private static final Duration LIMIT = Duration.ofDays(30);
  private static final Duration NANO = Duration.ofNanos(1);

  @Test
  void itExpiresAtTheInstantThatItNames() {
    AppPassword one = AppPasswordBuilder.of(SECRET).expires(MADE).build();
    assertFalse(one.isExpired(MADE.minus(NANO)));
    assertTrue(one.isExpired(MADE));
    assertFalse(AppPasswordBuilder.of(SECRET).build().isExpired(Instant.MAX));
  }

  @Test
  void idleTimeRunsFromTheLatestOfSecretLastUseAndMemory() {
    AppPassword unused = AppPasswordBuilder.of(SECRET).idleLimit(LIMIT).build();
    assertIdleAfter(MADE, unused, Optional.empty());
    Instant written = MADE.plus(Duration.ofDays(3));
    AppPassword used = AppPasswordBuilder.like(unused).lastUsed(written).build();
    assertIdleAfter(written, used, Optional.empty());
    assertIdleAfter(written, used, Optional.of(MADE));
    Instant seen = MADE.plus(Duration.ofDays(5));
    assertIdleAfter(seen, used, Optional.of(seen));
    Instant renewed = MADE.plus(Duration.ofDays(9));
    assertIdleAfter(
        renewed, AppPasswordBuilder.like(used).secretMade(renewed).build(), Optional.of(seen));
  }

  private static void assertIdleAfter(Instant last, AppPassword one, Optional<Instant> seen) {
    assertFalse(one.isIdleTooLong(last.plus(LIMIT), seen));
    assertTrue(one.isIdleTooLong(last.plus(LIMIT).plus(NANO), seen));
  }

  @Test
  void withoutALimitNothingIsIdleTooLong() {
    AppPassword one = AppPasswordBuilder.of(SECRET).build();
    assertFalse(one.isIdleTooLong(Instant.parse("9999-01-01T00:00:00Z"), Optional.empty()));
  }

  @Test
  void anAbsurdLimitIsJustNeverReached() {
    AppPassword one =
        AppPasswordBuilder.of(SECRET).idleLimit(Duration.ofSeconds(Long.MAX_VALUE)).build();
    assertFalse(one.isIdleTooLong(MADE.plus(LIMIT), Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.77, true",
    "192.0.3.1, false",
    "2001:db8::1, true",
    "2001:db9::1, false",
    "::ffff:192.0.2.77, true",
  })
  void itIsGoodInItsNetworksOnly(String client, boolean good) {
    AppPassword one =
        AppPasswordBuilder.of(SECRET).networks("192.0.2.0/24", "2001:db8::/32").build();
    assertEquals(good, one.allows(address(client)));
    assertTrue(AppPasswordBuilder.of(SECRET).build().allows(address(client)));
  }
}
