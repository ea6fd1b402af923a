// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.net;

import static org.junit.jupiter.api.Assertions.assertNull;

import io.netty.channel.epoll.Epoll;
import io.netty.handler.ssl.OpenSsl;
import org.junit.jupiter.api.Test;

/** The native files and the classes that load them may be of different releases: they must fit. */
final class NativePartsTest {
  @Test
  void epollLoads() {
    assertNull(Epoll.unavailabilityCause());
  }

  @Test
  void boringSslLoads() {
    assertNull(OpenSsl.unavailabilityCause());
  }
}
