// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.config;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ListenersSettingsTest {
  private static final ListenerSettings ANY_FREE = new ListenerSettings(true, "127.0.0.1", 0);

  @Test
  void starIsTheWildcardAddress() {
    InetSocketAddress address = new ListenerSettings(true, "*", 143).socketAddress();
    assertTrue(address.getAddress().isAnyLocalAddress());
    assertEquals(143, address.getPort());
  }

  @Test
  void literalIsThatAddress() {
    assertEquals(
        new InetSocketAddress(InetAddress.ofLiteral("2001:db8::1"), 993),
        new ListenerSettings(true, "2001:db8::1", 993).socketAddress());
  }

  @Test
  void withPortsMapsEveryListenerOnce() {
    Set<Integer> seen = new HashSet<>();
    ListenersSettings mapped =
        ListenersSettings.defaults()
            .withPorts(
                listener -> {
                  assertTrue(seen.add(listener.port()));
                  return ANY_FREE;
                });
    assertEquals(13, seen.size());
    assertEquals(
        new ListenersSettings(
            ANY_FREE, ANY_FREE, ANY_FREE, ANY_FREE, ANY_FREE, ANY_FREE, ANY_FREE, ANY_FREE,
            ANY_FREE, ANY_FREE, ANY_FREE, ANY_FREE, ANY_FREE),
        mapped);
  }

  @Test
  void withPortsKeepsTheOrder() {
    ListenersSettings defaults = ListenersSettings.defaults();
    assertEquals(defaults, defaults.withPorts(listener -> listener));
  }

  @Test
  void listenersClashOnlyWhenBothWouldHoldThePort() {
    ListenerSettings everywhere = ListenerSettings.everywhere(5000);
    ListenerSettings loopback = ListenerSettings.loopback(5000);
    assertTrue(everywhere.clashesWith(loopback));
    assertTrue(loopback.clashesWith(everywhere));
    assertTrue(loopback.clashesWith(loopback));
    assertFalse(loopback.clashesWith(new ListenerSettings(true, "::1", 5000)));
    assertFalse(loopback.clashesWith(new ListenerSettings(false, "127.0.0.1", 5000)));
    assertFalse(loopback.clashesWith(ListenerSettings.loopback(5001)));
    assertFalse(ANY_FREE.clashesWith(ANY_FREE));
  }

  @Test
  void sharedPortIsRefusedUnlessAllButOneAreOff() {
    ListenersSettings defaults = ListenersSettings.defaults();
    assertThrows(
        IllegalArgumentException.class,
        () -> defaults.withPorts(listener -> ListenerSettings.everywhere(5000)));
    assertDoesNotThrow(
        () ->
            defaults.withPorts(
                listener -> new ListenerSettings(listener.port() == 1143, "*", 5000)));
  }
}
