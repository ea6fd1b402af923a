// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.relay;

import io.netty.buffer.ByteBuf;
import org.latchkey.adapters.line.Reply;
import org.latchkey.core.session.SignOutReason;

/**
 * How an upstream's words pass to one client, and where in them a goodbye can be put. Belongs to
 * the client's event loop.
 */
public interface Passage {
  /**
   * Takes what the upstream said next.
   *
   * @param in taken over
   * @return what the client is to get, for the caller to release; may be the same buffer, may be
   *     empty
   */
  ByteBuf pass(ByteBuf in);

  /** Whether nothing is open: a whole line was the last that passed, and no literal is due. */
  boolean isAtBoundary();

  /** The goodbye, put in at a boundary; empty where the protocol has none. */
  Reply goodbye(SignOutReason reason);
}
