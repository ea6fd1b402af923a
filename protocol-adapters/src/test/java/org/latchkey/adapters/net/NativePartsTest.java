// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.net;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Errors;
import io.netty.handler.ssl.OpenSsl;
import org.junit.jupiter.api.Test;

/** The native files and the classes that load them may be of different releases: they must fit. */
final class NativePartsTest {
  @Test
  void epollLoads() {
    assertNull(Epoll.unavailabilityCause());
  }

  /** Errors are where classes of one release have missed methods in files of another. */
  @Test
  void epollTellsErrors() {
    Epoll.ensureAvailability();
    assertNotNull(Errors.newIOException("read", Errors.ERRNO_ECONNRESET_NEGATIVE).getMessage());
  }

  @Test
  void boringSslLoads() {
    assertNull(OpenSsl.unavailabilityCause());
  }
}
