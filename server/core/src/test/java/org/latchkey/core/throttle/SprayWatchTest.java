// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.throttle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.latchkey.core.audit.SprayKind;
import org.latchkey.core.throttle.Throttle.Source;

final class SprayWatchTest {
  private long nanos;
  private final SprayWatch watch = new SprayWatch(() -> nanos);

  private static Source source(int number) {
    return Source.of(InetAddress.ofLiteral("10.0.%d.%d".formatted(number >> 8, number & 255)));
  }

  private List<SprayKind> seen(
      int times, boolean manyNames, boolean manySecrets, boolean manySources) {
    List<SprayKind> told = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      told.addAll(
          watch.saw(manyNames ? i : 0, manySecrets ? 1000 + i : 999, source(manySources ? i : 0)));
    }
    return told;
  }

  @Test
  void oneSecretOnManyNamesIsToldOnceAnHour() {
    assertEquals(List.of(), seen(SprayWatch.MANY - 1, true, false, false));
    assertEquals(List.of(SprayKind.SECRET_ON_MANY_NAMES), seen(1000, true, false, false));
    assertEquals(List.of(), seen(1000, true, false, false));
    nanos += Duration.ofHours(1).plusSeconds(1).toNanos();
    assertEquals(List.of(SprayKind.SECRET_ON_MANY_NAMES), seen(1000, true, false, false));
  }

  @Test
  void oneNameFromManySourcesIsToldOnce() {
    assertEquals(List.of(SprayKind.NAME_FROM_MANY_SOURCES), seen(1000, false, true, true));
  }

  @Test
  void oneDeviceThatRepeatsItselfIsNothing() {
    assertEquals(List.of(), seen(1000, false, false, false));
    assertEquals(List.of(), seen(1000, false, true, false));
    assertEquals(
        List.of(),
        seen(1000, false, false, true).stream()
            .filter(k -> k == SprayKind.SECRET_ON_MANY_NAMES)
            .toList());
  }

  @Test
  void howOftenItIsToldIsBounded() {
    int told = 0;
    for (int name = 0; name < 100; name++) {
      for (int i = 0; i < SprayWatch.MANY; i++) {
        told += watch.saw(name, name * 1000L + i, source(i)).size();
      }
    }
    assertEquals(SprayWatch.MOST_TOLD, told);
  }
}
