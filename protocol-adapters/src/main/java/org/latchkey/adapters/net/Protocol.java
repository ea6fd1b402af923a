// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** A protocol as a listener needs to know it. One object serves all connections, on any thread. */
public interface Protocol {
  /**
   * Adds the protocol's handlers at the end of the connection's pipeline and greets. Called on the
   * connection's event loop; where TLS is implicit, its handshake is over.
   *
   * <p>The last handler passes what goes wrong in it to {@link Connection#failed}.
   */
  void start(Connection connection);

  /**
   * The last words to a client, in a buffer that the caller takes over; empty where the protocol
   * has none. Not asked for where they would have to be encrypted first.
   */
  ByteBuf farewell(Farewell why, ByteBufAllocator allocator);
}
