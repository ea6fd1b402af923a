// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.onboarding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.testing.AppPasswordBuilder;

class SetUpLinksTest {
  private static final byte[] WIPED = new byte[3];

  private final AtomicLong nanos = new AtomicLong(17);
  private static final AccountId OWNER = AccountId.of("11111111-2222-3333-4444-555555555555");

  private final SetUpLinks links = new SetUpLinks(3, new SecureRandom(), nanos::get);

  @AfterEach
  void close() {
    links.close();
  }

  private static byte[] profile() {
    return new byte[] {1, 2, 3};
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Test
  void linkIsGoodOnce() {
    String token = offer(profile());
    assertArrayEquals(profile(), take(token).orElseThrow());
    assertTrue(take(token).isEmpty());
  }

  @Test
  void tokenIs256BitsFitForAUrl() {
    String token = offer(profile());
    assertEquals(32, Base64.getUrlDecoder().decode(token).length);
    assertTrue(token.matches("[A-Za-z0-9_-]{43}"), token);
    assertNotEquals(token, offer(profile()));
  }

  @Test
  void linkThatNobodyMadeLeadsNowhere() {
    offer(profile());
    assertTrue(take("").isEmpty());
    assertTrue(take("A".repeat(43)).isEmpty());
  }

  @Test
  void linkIsGoodForFiveMinutesAndNoLonger() {
    String early = offer(profile());
    String late = offer(profile());
    pass(Duration.ofMinutes(5).minusMillis(1));
    assertTrue(take(early).isPresent());
    pass(Duration.ofMillis(1));
    assertTrue(take(late).isEmpty());
  }

  @Test
  void whatExpiresIsWiped() {
    byte[] asked = profile();
    byte[] forgotten = profile();
    String token = offer(asked);
    offer(forgotten);
    pass(Duration.ofMinutes(5));
    assertEquals(Optional.empty(), take(token));
    offer(profile());
    assertArrayEquals(WIPED, asked);
    assertArrayEquals(WIPED, forgotten);
  }

  @Test
  void oneLinkTooManyEndsAndWipesTheOldest() {
    byte[] first = profile();
    String oldest = offer(first);
    pass(Duration.ofSeconds(1));
    List<String> others = List.of(offer(profile()), offer(profile()), offer(profile()));
    assertArrayEquals(WIPED, first);
    assertTrue(take(oldest).isEmpty());
    others.forEach(token -> assertTrue(take(token).isPresent()));
  }

  @Test
  void closingWipesAll() {
    byte[] profile = profile();
    String token = offer(profile);
    links.close();
    assertArrayEquals(WIPED, profile);
    assertTrue(take(token).isEmpty());
  }

  @Test
  void ofManyWhoTakeAtOnceOneGetsIt() throws Exception {
    int takers = 4;
    CyclicBarrier together = new CyclicBarrier(takers);
    try (ExecutorService threads = Executors.newFixedThreadPool(takers)) {
      for (int round = 0; round < 500; round++) {
        String token = offer(profile());
        Callable<Optional<byte[]>> taking =
            () -> {
              together.await();
              return take(token);
            };
        int got = 0;
        for (Future<Optional<byte[]>> each :
            threads.invokeAll(List.of(taking, taking, taking, taking))) {
          got += each.get().isPresent() ? 1 : 0;
        }
        assertEquals(1, got);
      }
    }
  }

  private String offer(byte[] profile) {
    return links.offer(new OfferedProfile(OWNER, new AppPasswordBuilder().build(), profile));
  }

  private Optional<byte[]> take(String token) {
    return links.take(token).map(OfferedProfile::octets);
  }
}
