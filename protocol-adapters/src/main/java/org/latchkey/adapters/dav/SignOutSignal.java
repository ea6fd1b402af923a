// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav;

import org.latchkey.core.session.SignOutListener;
import org.latchkey.core.session.SignOutReason;

/**
 * Tells a connection that one of its sessions is over. It can be seen from the moment it is given,
 * before the connection's event loop has got round to it, so no answer slips out in between.
 */
final class SignOutSignal implements SignOutListener {
  private final Runnable goodbye;
  private volatile boolean given;

  /**
   * @param goodbye run on whatever thread gives it: hands over to the connection's own
   */
  SignOutSignal(Runnable goodbye) {
    this.goodbye = goodbye;
  }

  @Override
  public void signOut(SignOutReason reason) {
    given = true;
    goodbye.run();
  }

  boolean given() {
    return given;
  }
}
