// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.line;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Cuts a stream of bytes into frames. Belongs to one connection, and to one thread at a time. */
public interface Framing {
  /**
   * Takes the next frame out of the buffer.
   *
   * @param in all that arrived and wasn't taken yet, the first byte always the same until it is
   * @return null where there is no whole frame yet
   */
  @Nullable Frame next(ByteBuf in);
}
