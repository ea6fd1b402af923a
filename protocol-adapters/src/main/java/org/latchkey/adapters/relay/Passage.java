// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.relay;

import io.netty.buffer.ByteBuf;
import java.util.Optional;
import org.latchkey.adapters.line.Reply;
import org.latchkey.core.session.SignOutReason;

/**
 * How the words of an upstream and its client pass to each other, and where a goodbye can be put
 * in. Belongs to the client's event loop.
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

  /**
   * Takes what the client said next.
   *
   * @param in taken over
   * @return what the upstream is to get, for the caller to release; may be the same buffer
   */
  default ByteBuf passToUpstream(ByteBuf in) {
    return in;
  }

  /** The last words where one of both can't be listened to any more; empty while they can. */
  default Optional<Reply> breach() {
    return Optional.empty();
  }

  /** Whether nothing is open: a whole line was the last that passed, and no literal is due. */
  boolean isAtBoundary();

  /** The goodbye, put in at a boundary; empty where the protocol has none. */
  Reply goodbye(SignOutReason reason);
}
