// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.peers;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of loopback that nobody listened on a moment ago. They are below those that Linux gives to
 * clients and to whoever asks for any port (32,768 and up), so that none of these takes one before
 * the program does that it is for.
 */
final class Ports {
  private static final int LOWEST = 20_000;
  private static final int ABOVE = 32_768;

  private Ports() {}

  /** So many of them, no two the same. */
  static List<Integer> free(int count) throws IOException {
    List<ServerSocket> held = new ArrayList<>();
    try {
      while (held.size() < count) {
        int port = ThreadLocalRandom.current().nextInt(LOWEST, ABOVE);
        try {
          held.add(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
        } catch (BindException taken) {
          // another, then
        }
      }
      return held.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (ServerSocket each : held) {
        each.close();
      }
    }
  }
}
