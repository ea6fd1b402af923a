// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.signin;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.latchkey.adapters.line.Sendable;
import org.latchkey.adapters.net.Farewell;

/**
 * A protocol's last words to a connection that it would have gone on with itself.
 *
 * @param tooMany there are too many connections, or they hold too much
 * @param tooMuchSaid there were too many commands, and no sign-in
 * @param tooSlow nobody signed in in time
 * @param idle it was silent for too long
 * @param stopping the server stops
 */
public record Farewells(
    Sendable tooMany, Sendable tooMuchSaid, Sendable tooSlow, Sendable idle, Sendable stopping) {
  /** The words for a reason, in a buffer that the caller takes over. */
  public ByteBuf in(Farewell why, ByteBufAllocator allocator) {
    return switch (why) {
      case TOO_MANY_CONNECTIONS, TOO_MUCH_PENDING -> tooMany.in(allocator);
      case TOO_MANY_COMMANDS -> tooMuchSaid.in(allocator);
      case SIGN_IN_DEADLINE -> tooSlow.in(allocator);
      case IDLE -> idle.in(allocator);
      case STOPPING -> stopping.in(allocator);
    };
  }
}
