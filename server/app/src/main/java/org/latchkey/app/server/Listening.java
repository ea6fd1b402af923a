// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.server;

import java.io.IOException;
import org.latchkey.config.ListenerSettings;
import org.latchkey.config.SettingProblem;

/** Opens a port, and says which one it is where that fails, whatever library it is opened by. */
final class Listening {
  private Listening() {}

  /** Opens a port and tells its number. */
  @FunctionalInterface
  interface Opening {
    int open() throws IOException;
  }

  /**
   * Opens a listener's port; 0 where it is off.
   *
   * @param name the listener's key in {@code [listeners]}
   * @throws StartException when it can't be opened
   */
  static int on(String name, ListenerSettings listener, Opening opening) throws StartException {
    if (!listener.enabled()) {
      return 0;
    }
    try {
      return opening.open();
    } catch (IOException | RuntimeException e) {
      throw new StartException(new SettingProblem("listeners." + name, text(listener, e)), e);
    }
  }

  private static String text(ListenerSettings listener, Throwable failure) {
    String where = "can't listen on %s, port %d".formatted(listener.address(), listener.port());
    String reason = "";
    for (Throwable each = failure; each != null; each = each.getCause()) {
      String message = String.valueOf(each.getMessage());
      if (message.contains("Address already in use")) {
        return where + ": address already in use; another program listens there";
      }
      if (message.contains("Permission denied")) {
        return where + ": permission denied; ports below 1024 take the capability NET_BIND_SERVICE";
      }
      if (message.contains("Cannot assign requested address")) {
        return where + ": that is no address of this machine's";
      }
      reason = message;
    }
    return where + ": " + reason;
  }
}
