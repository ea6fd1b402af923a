// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.net;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Errors;
import io.netty.handler.ssl.OpenSsl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The native files and the classes that call them are pinned apart from the rest of Netty. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
final class NativeTransportTest {
  @Test
  void theNativeTransportLoads() {
    assertTrue(Epoll.isAvailable(), () -> String.valueOf(Epoll.unavailabilityCause()));
  }

  @Test
  void itsErrorNumbersAreThereForWhenAConnectionIsReset() {
    assertTrue(Errors.ERRNO_ECONNRESET_NEGATIVE < 0);
  }

  @Test
  void boringSslLoads() {
    assertTrue(OpenSsl.isAvailable(), () -> String.valueOf(OpenSsl.unavailabilityCause()));
  }
}
