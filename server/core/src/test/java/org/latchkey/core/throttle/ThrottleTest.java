// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.throttle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.latchkey.core.testing.Example.address;
import static org.latchkey.core.testing.Example.typed;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latchkey.config.SignInSettings;
import org.latchkey.core.throttle.Throttle.Source;

final class ThrottleTest {
  private static final Source HERE = Source.of(address("192.0.2.1"));
  private static final Source THERE = Source.of(address("192.0.2.2"));

  private final AtomicLong nanos = new AtomicLong();
  private final Throttle throttle = new Throttle(SignInSettings.defaults(), nanos::get);

  @Test
  void fiveAreFreeThenTheDelayDoublesUpToTheCap() {
    assertEquals(List.of(1, 1, 1, 1, 1, 2, 4, 8, 15, 15, 15), delaysOf(HERE, 0, 11));
  }

  @Test
  void aThousandDistinctOnesStayAtTheCap() {
    assertEquals(15, delaysOf(HERE, 0, 1000).getLast());
  }

  @Test
  void theSameWrongSecretAgainCountsOnce() {
    for (int i = 0; i < 1000; i++) {
      assertEquals(Duration.ofSeconds(1), throttle.delayOf(HERE, 42));
    }
    assertEquals(List.of(1, 1, 1, 1, 2), delaysOf(HERE, 0, 5));
  }

  @Test
  void anotherSourceIsNotPunished() {
    delaysOf(HERE, 0, 20);
    assertEquals(List.of(1), delaysOf(THERE, 0, 1));
  }

  @Test
  void aQuarterOfAnHourOfQuietForgetsThem() {
    delaysOf(HERE, 0, 20);
    nanos.addAndGet(Duration.ofMinutes(15).toNanos() - 1);
    assertEquals(List.of(15), delaysOf(HERE, 20, 1));
    nanos.addAndGet(Duration.ofMinutes(15).toNanos());
    assertEquals(List.of(1), delaysOf(HERE, 21, 1));
  }

  @Test
  void newSettingsHoldFromThenOn() {
    delaysOf(HERE, 0, 7);
    throttle.reconfigure(
        new SignInSettings(Duration.ofSeconds(2), Duration.ofSeconds(3), 1, 1, Duration.ZERO));
    assertEquals(List.of(3), delaysOf(HERE, 8, 1));
    assertEquals(List.of(2), delaysOf(THERE, 8, 1));
  }

  @Test
  void noDelayStaysNoDelay() {
    Throttle none =
        new Throttle(
            new SignInSettings(Duration.ZERO, Duration.ofSeconds(3), 1, 1, Duration.ZERO),
            nanos::get);
    for (int i = 0; i < 100; i++) {
      assertEquals(Duration.ZERO, none.delayOf(HERE, i));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1, true",
    "192.0.2.1, 192.0.2.2, false",
    "192.0.2.1, ::ffff:192.0.2.1, true",
    "2001:db8:1:2::1, 2001:db8:1:2:ffff:ffff:ffff:ffff, true",
    "2001:db8:1:2::1, 2001:db8:1:3::1, false",
    "2001:db8:1:2::1, 2001:db9:1:2::1, false",
    "0.0.0.0, ::1, false",
    "255.255.255.255, ffff:ffff:ffff:ffff::, false",
  })
  void aSourceIsAnIpv4AddressOrAnIpv6NetworkOf64Bits(String one, String other, boolean same) {
    assertEquals(same, Source.of(address(one)).equals(Source.of(address(other))));
  }

  @Test
  void fingerprintsTellNamesAndSecretsApart() {
    Fingerprints fingerprints = new Fingerprints(new SecureRandom());
    long one = fingerprints.of("alice", typed("secret"));
    assertEquals(one, fingerprints.of("alice", typed("secret")));
    assertNotEquals(one, fingerprints.of("alice", typed("secres")));
    assertNotEquals(one, fingerprints.of("alicf", typed("secret")));
    assertNotEquals(one, fingerprints.of("alices", typed("ecret")));
    assertNotEquals(
        one, new Fingerprints(new SecureRandom()).of("alice", typed("secret")), "another key");
  }

  /** In seconds, of as many distinct wrong secrets. */
  private List<Integer> delaysOf(Source source, int first, int count) {
    return IntStream.range(first, first + count)
        .mapToObj(i -> (int) throttle.delayOf(source, i).toSeconds())
        .toList();
  }
}
