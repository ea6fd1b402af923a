// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.session;

/** A connection's way of hearing that its session is over. */
@FunctionalInterface
public interface SignOutListener {
  /**
   * Says goodbye and closes. Called at most once for a session, on any thread: it hands over to the
   * connection's own and returns at once.
   */
  void signOut(SignOutReason reason);
}
