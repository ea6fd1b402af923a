// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.server;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.latchkey.config.PublicPorts;
import org.latchkey.config.PublicSettings;

/**
 * What the server is called, wherever it says its name: in greetings, to upstreams and mail relays,
 * in its own certificate, in links and set-up files.
 */
public final class ServerName {
  private static final String NO_NAME = "localhost";

  private ServerName() {}

  /** The public host of the settings; without one, the machine's full name. */
  public static String of(PublicSettings settings) {
    return settings.host().orElseGet(ServerName::ofMachine);
  }

  private static String ofMachine() {
    try {
      String name = InetAddress.getLocalHost().getCanonicalHostName();
      return isName(name) ? name : NO_NAME;
    } catch (UnknownHostException e) {
      return NO_NAME;
    }
  }

  /** The JDK answers with an address where there is no name. */
  private static boolean isName(String name) {
    try {
      return new PublicSettings(
              Optional.of(name),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              PublicPorts.defaults())
          .host()
          .isPresent();
    } catch (IllegalArgumentException noName) {
      return false;
    }
  }
}
