// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SummedRefusalsTest {
  private final List<AuditEvent> told = new ArrayList<>();
  private final long[] nanos = {0};
  private final SummedRefusals audit =
      new SummedRefusals(told::add, () -> Instant.ofEpochSecond(nanos[0]), () -> nanos[0]);

  private static AuditEvent act(PortalAct act, String address) {
    InetSocketAddress client = new InetSocketAddress(InetAddress.ofLiteral(address), 1);
    return new AuditEvent.PortalEvent(act, Optional.empty(), "alice", client, "");
  }

  private void refuse(int times, String address) {
    for (int i = 0; i < times; i++) {
      audit.record(act(PortalAct.SIGN_IN_REFUSED, address));
    }
  }

  private List<AuditEvent.RefusalsSummed> sums() {
    return told.stream()
        .filter(AuditEvent.RefusalsSummed.class::isInstance)
        .map(AuditEvent.RefusalsSummed.class::cast)
        .toList();
  }

  @Test
  void theFirstAreToldAndTheOthersSummed() {
    refuse(SummedRefusals.TOLD, "192.0.2.1");
    nanos[0] = 7;
    refuse(100_000, "192.0.2.1");
    assertEquals(SummedRefusals.TOLD, told.size());
    audit.flush();
    assertTrue(sums().isEmpty());
    nanos[0] = SummedRefusals.WINDOW.toNanos();
    audit.flush();
    Refusal refusal = new Refusal("sign-in-refused", "192.0.2.1", Optional.empty(), "");
    assertEquals(
        List.of(new AuditEvent.RefusalsSummed(refusal, 100_000, Instant.ofEpochSecond(7))), sums());
    told.clear();
    refuse(1, "192.0.2.1");
    assertEquals(1, told.size());
    audit.flushAll();
    assertTrue(sums().isEmpty());
  }

  @Test
  void aWholeNetworkOfIpv6IsOneSource() {
    for (int i = 0; i < 100; i++) {
      refuse(1, "2001:db8:0:7::" + Integer.toHexString(i));
    }
    audit.flushAll();
    assertEquals("2001:db8:0:7::/64", sums().getFirst().refusal().source());
    assertEquals(100 - SummedRefusals.TOLD, sums().getFirst().count());
  }

  @Test
  void howeverManySourcesThereAreTheLinesAreBounded() {
    int sources = 100_000;
    for (int i = 0; i < sources; i++) {
      refuse(3, "10.%d.%d.%d".formatted(i >> 16, i >> 8 & 255, i & 255));
    }
    int most = SummedRefusals.MOST_APART + 1 + SummedRefusals.MOST_TOLD;
    assertEquals(most, told.size());
    audit.flushAll();
    assertTrue(sums().size() <= SummedRefusals.MOST_APART + 1, "" + sums().size());
    long counted = sums().stream().mapToLong(AuditEvent.RefusalsSummed::count).sum();
    assertEquals(3L * sources, most + counted);
    assertTrue(sums().stream().anyMatch(each -> each.refusal().source().isEmpty()));
  }

  @Test
  void whatIsNoRefusalIsAlwaysTold() {
    for (int i = 0; i < 1000; i++) {
      audit.record(act(PortalAct.SIGNED_IN, "192.0.2.1"));
      refuse(1, "192.0.2.1");
    }
    assertEquals(1000 + SummedRefusals.TOLD, told.size());
  }

  @Test
  void whatStrangersBringAboutIsNoneOfTheChanges() {
    for (PortalAct each : PortalAct.values()) {
      boolean strangers = Refusal.of(act(each, "192.0.2.1")).isPresent();
      assertTrue(!strangers || !act(each, "192.0.2.1").isOfChanges(), each.id());
    }
  }
}
